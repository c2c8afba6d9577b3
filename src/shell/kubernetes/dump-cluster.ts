import type { Cluster, Freshness, LiveIndex } from './cluster.ts';

const FRESH: Freshness = { fresh: true, ageSeconds: 0 };

/** A cluster that nobody watches: what a dump of it says, which whoever names a dump holds to be true. It never changes. */
export const dumpCluster = (live: LiveIndex): Cluster => ({
  snapshot: () => live,
  freshness: () => FRESH,
  confirm: async () => FRESH,
  settled: async () => FRESH,
  onChange: () => () => undefined,
  close: async () => undefined,
});
