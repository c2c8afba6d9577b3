import { resolve, sep } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import { diskTree } from '../files/disk-tree.ts';
import { planPackageRender } from '../package/plan-render.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { editedTree } from './edited-tree.ts';
import type { Target } from './find-target.ts';
import { errorOf } from './intervention.ts';

/** A package that is edited. */
export type RenderTarget = Pick<Target, 'directory' | 'workingDirectory' | 'configFile'> & {
  readonly member: Pick<Target['member'], 'folder'>;
};

/** Paths are absolute. */
export interface RenderedEdits {
  /** The edits, and what a render makes of them. */
  readonly changes: readonly FileChange[];
  /** Errors only: warnings are told by `render`, to whoever is not in a hurry. */
  readonly problems: readonly LocatedProblem[];
  /** What a render warns of with the edits and did not without them. */
  readonly warnings: readonly LocatedProblem[];
}

/**
 * Edits of a package's files with what a render then writes, so that both are one commit. Where Git does not render to itself before, the
 * commit would bring something else along: that is refused.
 */
export function renderEdits(target: RenderTarget, edits: readonly FileChange[]): RenderedEdits {
  const before = render(target, []);
  if (before.problems.length === 0 && before.changes.length > 0)
    return { changes: [], problems: [stale(target, before.changes)], warnings: [] };
  const { changes, problems, ...after } = render(target, edits);
  const known = new Set(before.warnings.map(({ message }) => message));
  const warnings = after.warnings.filter(({ message }) => !known.has(message));
  return problems.length > 0 ? { changes: [], problems, warnings } : { changes: [...edits, ...changes], problems, warnings };
}

function render({ member, workingDirectory, configFile }: RenderTarget, edits: readonly FileChange[]): RenderedEdits {
  const contents = new Map(edits.flatMap((edit) => (edit.action === 'remove' ? [] : [[edit.path, edit.after] as const])));
  const plan = planPackageRender({
    files: editedTree(diskTree, contents),
    folder: member.folder,
    workingDirectory: sep,
    allowRemoval: false,
    ...(configFile !== undefined && { configFile: resolve(workingDirectory, configFile) }),
  });
  const absolute = (path: string): string => resolve(sep, path);
  return {
    changes: plan.changes.map((change) => ({ ...change, path: absolute(change.path) })),
    warnings: plan.problems.filter(({ severity }) => severity === 'warning').map(placed),
    problems: hasErrors(plan.problems) ? plan.problems.filter(({ severity }) => severity === 'error').map(placed) : [],
  };

  function placed(problem: LocatedProblem): LocatedProblem {
    return problem.file === undefined ? problem : { ...problem, file: absolute(problem.file) };
  }
}

const stale = ({ directory }: RenderTarget, changes: readonly FileChange[]): LocatedProblem =>
  errorOf(
    'RenderStale',
    `the generated files are not what the package renders to (${changes.length} would change), so that this commit would bring more along`,
    `Get the branch's tip with \`git pull\`; else run \`stackset render ${directory}\` and commit what it writes.`,
  );
