import { KUSTOMIZATION_FILE, routesFile, stateFile } from '../../core/layout/generated-files.ts';
import { PRUNE_PROTECTION, STACK_VERSION_LABEL } from '../../core/model/annotations.ts';
import { emitDocuments } from '../yaml/emit.ts';
import type { Change, WantedObject } from './change.ts';
import { claimProblems, type Generated, generate } from './generate.ts';
import type { KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { isGeneratedStack, ownsStack } from './known-stacks.ts';
import type { PlacedMember } from './members.ts';
import { joinPath, withoutBookkeeping } from './placement.ts';
import type { PresentFile } from './present-files.ts';
import { kustomizationFile, type WantedFile, wantedFiles } from './wanted-files.ts';

export interface FolderContext {
  readonly items: readonly KrmObject[];
  /** All files of the output folder. */
  readonly present: readonly PresentFile[];
  /** StackSets that are another controller's; what was generated for them stays. */
  readonly foreign: readonly PlacedMember[];
  /** Whether all StackSets could be read: where not, none can be said to be gone. */
  readonly isComplete: boolean;
}

/** Plans the items of one output folder as `stackset render` plans its files: its StackSets', the kustomization, and what leaves. */
export function planFolder(folder: string, members: readonly PlacedMember[], context: FolderContext): Change {
  const { items, present, foreign } = context;
  const generated = members.map((member) => generate(member, items, stateOf(member, present)));
  const own = generated.flatMap((entry) => wantedFiles(entry, items));
  const kept = present.filter((file) => file.isGenerated && foreign.some((member) => isFileOf(member, file)));
  const removed = context.isComplete ? orphans(present, [...own, ...kept]) : [];
  const names = [...own, ...kept].map(({ name }) => name);
  const owners = [...members, ...foreign.filter((member) => kept.some((file) => isFileOf(member, file)))];
  const isUntouched = members.length === 0 && removed.length === 0;
  const wanted = names.length === 0 || isUntouched ? own : [...own, kustomizationFile(owners, names)];
  const kustomization = isUntouched ? [] : present.filter((file) => file.isGenerated && file.name === KUSTOMIZATION_FILE);
  const replaced = present.filter((file) => own.some(({ name }) => name === file.name));
  return {
    owned: [...replaced, ...removed, ...kustomization].flatMap((file) => file.items),
    wanted: wanted.flatMap((file) => objectsOf(file, folder)),
    problems: [
      ...generated.flatMap(({ problems }) => problems),
      ...claimProblems(generated, folder),
      ...wanted.flatMap((file) => conflicts(file, present, generated)),
      ...removed.flatMap(weightProblems),
    ],
  };
}

function stateOf({ stackSet }: PlacedMember, present: readonly PresentFile[]): KrmObject | undefined {
  const file = present.find(({ name }) => name === stateFile(stackSet.metadata.name));
  return file?.items.find(({ kind }) => kind === 'StackSetState');
}

const objectsOf = ({ name, objects, headComment }: WantedFile, folder: string): readonly WantedObject[] =>
  objects.map((object, index) => ({
    object,
    placement: { path: joinPath(folder, name), index },
    ...(index === 0 && headComment !== undefined && { headComment }),
  }));

const isFileOf = (member: PlacedMember, { name, items }: PresentFile): boolean =>
  name === routesFile(member.stackSet.metadata.name) || items.some((item) => isGeneratedStack(item) && ownsStack(member, item));

/** Generated files that have no place any more, and what belongs to them: encrypted copies, and the state of a StackSet that is gone. */
function orphans(present: readonly PresentFile[], staying: readonly { readonly name: string }[]): readonly PresentFile[] {
  const stays = new Set(staying.map(({ name }) => name));
  const gone = present.filter((file) => file.isGenerated && file.name !== KUSTOMIZATION_FILE && !stays.has(file.name));
  const companions = new Set(gone.flatMap(companionsOf));
  return [...gone, ...present.filter((file) => companions.has(file.name) && !gone.includes(file) && !stays.has(file.name))];
}

function companionsOf({ header, items }: PresentFile): readonly string[] {
  const stacks = items.filter(isGeneratedStack).flatMap((stack) => stackSetNameOf(stack) ?? []);
  const names = header ? [header.header.stackset] : stacks;
  return [...names.map(stateFile), ...(header?.header.with?.split(',') ?? [])];
}

/** A Stack's name without its version. */
function stackSetNameOf({ metadata }: KrmObject): string | undefined {
  const { name = '', labels } = (metadata ?? {}) as { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  const version = labels?.[STACK_VERSION_LABEL];
  return version !== undefined && name.endsWith(`-${version}`) ? name.slice(0, -version.length - 1) : undefined;
}

/** A stack with weight does not leave: its objects would be pruned while they serve requests. */
function weightProblems({ items, header }: PresentFile): readonly ItemProblem[] {
  const hasWeight = (header?.header.weight ?? 0) > 0 || items.some(isProtected);
  return items.filter(isGeneratedStack).flatMap((stack) => {
    if (!hasWeight) return [];
    const message = `${stack.metadata?.name} has traffic, and its StackSet is gone: it would be removed`;
    return [itemError(stack, 'StackWithWeightRemoved', message, 'Bring the StackSet back, or run stackset render --allow-removal.')];
  });
}

const isProtected = ({ metadata }: KrmObject): boolean =>
  Object.entries(PRUNE_PROTECTION).some(([name, value]) => metadata?.annotations?.[name]?.split(',').includes(value));

/** A file that is a person's is not overwritten, and no edit of a generated one is undone without a word. */
function conflicts(wanted: WantedFile, present: readonly PresentFile[], generated: readonly Generated[]): readonly ItemProblem[] {
  const file = present.find(({ name }) => name === wanted.name);
  const [item] = file?.items ?? [];
  if (!file || !item || wanted.headComment === undefined) return [];
  const path = joinPath(file.folder, file.name);
  if (!file.isGenerated) {
    const remedy = 'Move it to another name or folder; files of this name are generated.';
    return [itemError(item, 'FileNotGenerated', `${path} was not generated, so it is not overwritten`, remedy)];
  }
  if (file.isIntact || emitDocuments(wanted.objects) === emitDocuments(file.items.map(withoutBookkeeping))) return [];
  if (generated.some(({ problems }) => problems.some((problem) => problem.item === item && problem.reason === 'GeneratedFileEdited')))
    return [];
  const remedy = `Take the edit back (git checkout -- ${path}) and change the StackSet instead, with a new version.`;
  return [itemError(item, 'GeneratedFileEdited', `${path} is generated and was edited by hand: its hash no longer fits`, remedy)];
}
