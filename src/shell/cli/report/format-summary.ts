import { posix } from 'node:path';
import type { RenderedPackage, RenderPlan } from '../../package/render-plan.ts';
import { countOf } from './count.ts';
import { visibleText } from './visible-text.ts';

/** What happened in one output folder, to which several StackSets may write. */
interface FolderSummary {
  readonly packages: readonly RenderedPackage[];
  readonly written: number;
  readonly removed: number;
  readonly unchanged: number;
}

/**
 * What a render did, a line for each package that changed:
 * `apps/shop: 2 stacks, 1 created (shop-v2); 2 files written, 1 unchanged`. Of packages that stay as they are only their number,
 * where there are several.
 */
export function formatSummary(plan: Pick<RenderPlan, 'changes' | 'packages'>): string {
  const folders = summarize(plan);
  const unchanged = [...folders.values()].filter((folder) => !isChanged(folder));
  const shown = [...folders].filter(([, folder]) => unchanged.length === 1 || isChanged(folder));
  const lines = [
    ...shown.map(([output, folder]) => formatFolder(output, folder)),
    ...(unchanged.length > 1 ? [`${countOf([unchanged.length, 'package'])} unchanged`] : []),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

const isChanged = ({ written, removed }: FolderSummary): boolean => written > 0 || removed > 0;

function summarize({ changes, packages }: Pick<RenderPlan, 'changes' | 'packages'>): ReadonlyMap<string, FolderSummary> {
  const folders = new Map<string, FolderSummary>();
  const of = (output: string): FolderSummary => folders.get(output) ?? { packages: [], written: 0, removed: 0, unchanged: 0 };
  for (const rendered of packages) {
    const folder = of(rendered.output);
    folders.set(rendered.output, { ...folder, packages: [...folder.packages, rendered], unchanged: rendered.files.length });
  }
  for (const { action, path } of changes) {
    const output = posix.dirname(path);
    const { removed, written, unchanged, ...folder } = of(output);
    const change =
      action === 'remove' ? { removed: removed + 1, written, unchanged } : { removed, written: written + 1, unchanged: unchanged - 1 };
    folders.set(output, { ...folder, ...change });
  }
  return new Map([...folders].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function formatFolder(output: string, { packages, written, removed, unchanged }: FolderSummary): string {
  const stacks = packages.flatMap((rendered) => rendered.stacks);
  const created = stacks.filter((stack) => stack.created).map(({ name }) => name);
  const files = [
    { count: written, done: 'written' },
    { count: removed, done: 'removed' },
    { count: unchanged, done: 'unchanged' },
  ].filter(({ count }) => count > 0);
  const ofFiles = files.map(({ count, done }, index) => `${index === 0 ? countOf([count, 'file']) : count} ${done}`).join(', ');
  if (packages.length === 0) return `${output}: ${ofFiles}`;
  const ofStacks = `${countOf([stacks.length, 'stack'])}${created.length > 0 ? `, ${created.length} created (${created.join(', ')})` : ''}`;
  const folders = [...new Set(packages.map(({ file }) => posix.dirname(file)))];
  return `${folders.join(', ')}: ${ofStacks}; ${ofFiles}`;
}
