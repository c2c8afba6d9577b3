import type { PackageDecision, PackageInput } from '../model/package-decision.ts';
import { undecided } from './undecided.ts';

/**
 * What happens to a StackSet that is to leave the cluster. Its files lose their prune protection by being rendered, in a commit of their
 * own; weights stay. Once the live objects have lost it too, everything that was generated leaves Git, and the GitOps tool prunes
 * it. Until then the annotation can be taken away again, and nothing has happened. Afterwards nothing is rendered, so that the files
 * do not come back.
 */
export function leave(input: PackageInput): PackageDecision {
  const { stackSet, stacks, state, observation } = input;
  const names = stacks.map(({ metadata }) => metadata.name);
  if (names.length === 0 && !state) return undecided(input, []);
  const kept = names.filter((name) => observation.get(name)?.children.some(({ pruneProtected }) => pruneProtected));
  if (kept.length > 0) return undecided(input, [{ reason: 'StillProtected', stacks: kept }]);
  return {
    ...undecided(input, []),
    removedStacks: names,
    leaves: true,
    events: [{ type: 'StackSetRemoved', stackSet: stackSet.metadata.name }],
    worthACommit: true,
  };
}
