import { posix } from 'node:path';
import type { RenderedPackage, RenderPlan } from '../../package/render-plan.ts';
import { countOf } from './count.ts';
import { visibleText } from './visible-text.ts';

/** What happened in one output folder, to which several StackSets may write. */
interface FolderSummary extends FileCounts {
  readonly packages: readonly RenderedPackage[];
}

interface FileCounts {
  readonly written: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** Of more packages only the sum is told. */
const MAXIMUM_LINES = 20;

/**
 * What a render did, a line for each package that changed:
 * `apps/shop: 2 stacks, 1 created (shop-v2); 2 files written, 1 unchanged`. Of packages that stay as they are only their number,
 * where there are several.
 */
export function formatSummary(plan: Pick<RenderPlan, 'changes' | 'packages'>): string {
  const folders = summarize(plan);
  const unchanged = [...folders.values()].filter((folder) => !isChanged(folder));
  const told = [...folders].filter(([, folder]) => unchanged.length === 1 || isChanged(folder));
  const rest = told.slice(MAXIMUM_LINES);
  const lines = [
    ...told.slice(0, MAXIMUM_LINES).map(([output, folder]) => formatFolder(output, folder)),
    ...(rest.length > 0 ? [formatRest(rest.map(([, folder]) => folder))] : []),
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

function formatFolder(output: string, folder: FolderSummary): string {
  const { packages } = folder;
  const stacks = packages.flatMap((rendered) => rendered.stacks);
  const created = stacks.filter((stack) => stack.created).map(({ name }) => name);
  if (packages.length === 0) return `${output}: ${formatFiles(folder)}`;
  const ofStacks = `${countOf([stacks.length, 'stack'])}${created.length > 0 ? `, ${created.length} created (${created.join(', ')})` : ''}`;
  const folders = [...new Set(packages.map(({ file }) => posix.dirname(file)))];
  return `${folders.join(', ')}: ${ofStacks}; ${formatFiles(folder)}`;
}

/** `2 files written, 1 unchanged`. */
function formatFiles(counts: FileCounts): string {
  const parts = (['written', 'removed', 'unchanged'] as const).filter((done) => counts[done] > 0);
  return parts.map((done, index) => `${index === 0 ? countOf([counts[done], 'file']) : counts[done]} ${done}`).join(', ');
}

function formatRest(folders: readonly FolderSummary[]): string {
  const sum = (done: keyof FileCounts): number => folders.reduce((total, folder) => total + folder[done], 0);
  const files = { written: sum('written'), removed: sum('removed'), unchanged: sum('unchanged') };
  return `and ${countOf([folders.length, 'more package'])}: ${formatFiles(files)}`;
}
