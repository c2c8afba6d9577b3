/**
 * Options for the commands that may know that the clone has commits and folders, but contents only where they were asked for. They are
 * not in the clone's configuration, since every other command would then fetch what it misses, one by one, without a word.
 */
export const PARTIAL_CLONE: readonly string[] = ['-c', 'remote.origin.promisor=true', '-c', 'remote.origin.partialCloneFilter=blob:none'];
