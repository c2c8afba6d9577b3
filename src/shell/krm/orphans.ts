import { KUSTOMIZATION_FILE, stateFile } from '../../core/layout/generated-files.ts';
import { PRUNE_PROTECTION, STACK_VERSION_LABEL } from '../../core/model/annotations.ts';
import { companions } from '../package/header.ts';
import type { KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { isGeneratedStack } from './known-stacks.ts';
import type { PresentFile } from './present-files.ts';

/** Generated files that have no place any more, and what belongs to them: encrypted copies, and the state of a StackSet that is gone. */
export function orphans(present: readonly PresentFile[], staying: readonly { readonly name: string }[]): readonly PresentFile[] {
  const stays = new Set(staying.map(({ name }) => name));
  const gone = present.filter((file) => file.isGenerated && file.name !== KUSTOMIZATION_FILE && !stays.has(file.name));
  const companions = new Set(gone.flatMap(companionsOf));
  return [...gone, ...present.filter((file) => companions.has(file.name) && !gone.includes(file) && !stays.has(file.name))];
}

function companionsOf({ header, items }: PresentFile): readonly string[] {
  const stacks = items.filter(isGeneratedStack).flatMap((stack) => stackSetNameOf(stack) ?? []);
  const names = header ? [header.header.stackset] : stacks;
  return [...names.map(stateFile), ...(header ? companions(header.header) : [])];
}

/** A Stack's name without its version. */
function stackSetNameOf({ metadata }: KrmObject): string | undefined {
  const { name = '', labels } = (metadata ?? {}) as { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  const version = labels?.[STACK_VERSION_LABEL];
  return version !== undefined && name.endsWith(`-${version}`) ? name.slice(0, -version.length - 1) : undefined;
}

/** A stack with weight does not leave: its objects would be pruned while they serve requests. */
export function weightProblems({ items, header }: PresentFile): readonly ItemProblem[] {
  const hasWeight = (header?.header.weight ?? 0) > 0 || items.some(isProtected);
  return items.filter(isGeneratedStack).flatMap((stack) => {
    if (!hasWeight) return [];
    const message = `${stack.metadata?.name} has traffic, and its StackSet is gone: it would be removed`;
    return [itemError(stack, 'StackWithWeightRemoved', message, 'Bring the StackSet back, or run stackset render --allow-removal.')];
  });
}

const isProtected = ({ metadata }: KrmObject): boolean =>
  Object.entries(PRUNE_PROTECTION).some(([name, value]) => metadata?.annotations?.[name]?.split(',').includes(value));
