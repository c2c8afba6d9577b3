import { basename, dirname } from 'node:path/posix';
import type { PackageChange } from '../../core/model/package-change.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { Proposal } from './proposal.ts';
import type { PlacedStackSet, TrackedPackage } from './tracked-package.ts';

/**
 * Renders again what people committed and did not render: an old branch that was merged, an edit without its consequences. Nothing is
 * decided on a tip that does not say what the cluster is to be.
 * @param placed the StackSets of these packages
 */
export function proposeRender(packages: readonly TrackedPackage[], placed: readonly PlacedStackSet[]): Proposal {
  return {
    files: packages.flatMap(changesOf),
    changes: packages.flatMap((found): readonly PackageChange[] => {
      const own = placed.filter(({ folder }) => folder === found.folder);
      // Generated files that are left of a StackSet which is gone have no StackSet to be told of.
      if (own.length === 0) return [{ kind: 'rendered', name: basename(found.folder), created: [] }];
      return own.map((stackSet) => renderedChange(stackSet, changesOf(found)));
    }),
  };
}

const changesOf = ({ standing }: TrackedPackage): readonly FileChange[] => (standing.kind === 'stale' ? standing.changes : []);

function renderedChange({ tracked, namespace }: PlacedStackSet, files: readonly FileChange[]): PackageChange {
  const { stackSet, config } = tracked.found;
  const { name } = stackSet.metadata;
  const created = files.flatMap(({ action, path }) => {
    const [stack = '', ...rest] = basename(path).split('.');
    const isStack = action === 'create' && dirname(path) === dirname(tracked.stateFile) && rest.join('.') === 'yaml';
    return isStack && stack.startsWith(`${name}-`) ? [stack] : [];
  });
  const built = config.source === 'kustomize';
  return { kind: 'rendered', name, ...(namespace !== undefined && { namespace }), created, ...(built && { built }) };
}
