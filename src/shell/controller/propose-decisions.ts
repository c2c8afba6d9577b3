import { join } from 'node:path/posix';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hasErrors } from '../../core/model/problem.ts';
import { renderOverlay } from '../package/render-overlay.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { Proposal } from './proposal.ts';
import type { StackSetReport } from './stack-set-report.ts';
import type { TrackedPackage } from './tracked-package.ts';

/** What decisions make of their packages, and the packages that would not be valid then, by folder. */
export interface ProposedDecisions extends Proposal {
  readonly refused: ReadonlyMap<string, readonly LocatedProblem[]>;
}

/**
 * Renders packages with the states that were decided for them. One that would not be valid is left out and holds up no other.
 * @param reports of StackSets whose decision is worth a commit
 * @param packages theirs, by folder, with their contents loaded
 */
export async function proposeDecisions(
  reports: readonly StackSetReport[],
  packages: ReadonlyMap<string, TrackedPackage>,
): Promise<ProposedDecisions> {
  const files: FileChange[] = [];
  const refused = new Map<string, readonly LocatedProblem[]>();
  for (const folder of new Set(reports.map((report) => report.folder))) {
    const found = packages.get(folder);
    if (!found) continue;
    const plan = renderDecided(
      found,
      reports.filter((report) => report.folder === folder),
    );
    if (hasErrors(plan.problems))
      refused.set(
        folder,
        plan.problems.filter(({ severity }) => severity === 'error'),
      );
    else files.push(...plan.changes);
    // A burst of changes must not keep probes and the lease waiting.
    await nextTurn();
  }
  const accepted = reports.filter(({ folder }) => !refused.has(folder));
  return {
    files,
    refused,
    changes: accepted.map(({ name, namespace, decision }) => ({
      kind: 'decided',
      name,
      ...(namespace !== undefined && { namespace }),
      decision,
    })),
  };
}

function renderDecided({ folder, tree, stackSets }: TrackedPackage, reports: readonly StackSetReport[]): ReturnType<typeof renderOverlay> {
  const allowRemoval = stackSets.some(({ removalAllowed }) => removalAllowed);
  return renderOverlay(
    { files: tree, folder: join('/', folder), workingDirectory: '/', allowRemoval },
    {
      states: new Map(reports.flatMap(({ name, decision }) => (decision.nextState ? [[name, decision.nextState]] : []))),
      // Of what leaves as a whole no stack is asked about its traffic.
      removedStacks: reports.flatMap(({ decision }) => (decision.leaves ? [] : decision.removedStacks)),
      leaving: reports.flatMap(({ name, decision }) => (decision.leaves ? [name] : [])),
    },
  );
}
