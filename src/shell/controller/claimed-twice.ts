import { checkPackage } from '../../core/checks/check-package.ts';
import { isUnowned } from '../../core/sync/ownership.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { PlacedStackSet } from './tracked-package.ts';

/**
 * StackSets whose objects another one of the same namespace has already, by their ids, with what is wrong. In two folders of a
 * repository the same names are allowed, for they may be for two clusters; one controller looks at one cluster. Whoever was adopted
 * first keeps the name.
 * @param stackSets those that this controller decides for
 */
export function claimedTwice(stackSets: readonly PlacedStackSet[]): ReadonlyMap<string, readonly LocatedProblem[]> {
  const ordered = stackSets.toSorted((a, b) => rank(a) - rank(b) || (a.tracked.id < b.tracked.id ? -1 : 1));
  const members = ordered.map(({ tracked: { found }, namespace = '' }) => ({
    stackSet: { ...found.stackSet, metadata: { ...found.stackSet.metadata, namespace } },
    output: '',
    stackNames: found.stacks.map(({ stack }) => stack.metadata.name),
    config: found.config,
  }));
  const problems = new Map<string, readonly LocatedProblem[]>();
  for (const { index, problem } of checkPackage(members)) {
    const tracked = ordered[index]?.tracked;
    if (tracked) problems.set(tracked.id, [...(problems.get(tracked.id) ?? []), tracked.found.locate(problem)]);
  }
  return problems;
}

const rank = ({ tracked: { found } }: PlacedStackSet): number => (isUnowned(found.state) ? 1 : 0);
