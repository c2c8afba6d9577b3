import { KUSTOMIZATION_FILE, routesFile, stateFile } from '../../core/layout/generated-files.ts';
import { resolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { companions } from '../package/header.ts';
import type { Change, WantedObject } from './change.ts';
import { conflicts } from './conflicts.ts';
import { claimProblems, type Generated, generate } from './generate.ts';
import type { KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { isGeneratedStack, isIntact, ownsStack } from './known-stacks.ts';
import type { PlacedMember } from './members.ts';
import { orphans, weightProblems } from './orphans.ts';
import { joinPath } from './placement.ts';
import type { PresentFile } from './present-files.ts';
import { kustomizationFile, type WantedFile, wantedFiles } from './wanted-files.ts';

export interface FolderContext {
  /** The ConfigMaps and Secrets of all packages. */
  readonly configuration: readonly KrmObject[];
  /** All files of the output folder. */
  readonly present: readonly PresentFile[];
  /** StackSets that are another controller's; what was generated for them stays. */
  readonly foreign: readonly PlacedMember[];
  /** Whether all StackSets could be read: where not, none can be said to be gone. */
  readonly isComplete: boolean;
}

/** Plans the items of one output folder as `stackset render` plans its files: its StackSets', the kustomization, and what leaves. */
export function planFolder(folder: string, members: readonly PlacedMember[], context: FolderContext): Change {
  const { configuration, present, foreign } = context;
  const neighbours = present.flatMap(({ items }) => items);
  const generated = members.map((member) => generate(member, { neighbours, configuration, state: stateOf(member, present) }));
  const filesOfEach = generated.map(wantedFiles);
  const own = filesOfEach.flat();
  const kept = present.filter((file) => file.isGenerated && foreign.some((member) => isFileOf(member, file)));
  const isComplete = context.isComplete && generated.every(({ known }) => known.every(({ item }) => isIntact(item)));
  // A StackSet that is there keeps its state, also where one of its other files goes.
  const states = members.map(({ stackSet }) => ({ name: stateFile(stackSet.metadata.name) }));
  const removed = isComplete ? orphans(present, [...own, ...kept, ...states]) : [];
  const names = [
    ...own.map(({ name }) => name),
    ...kept.flatMap(({ name, header }) => [name, ...(header ? companions(header.header) : [])]),
  ];
  const owners = [...members, ...foreign.filter((member) => kept.some((file) => isFileOf(member, file)))];
  const isUntouched = members.length === 0 && removed.length === 0;
  const written = own.filter(({ isPresent }) => !isPresent);
  const wanted = names.length === 0 || isUntouched ? written : [...written, kustomizationFile(owners, names)];
  const kustomization = isUntouched ? [] : present.filter((file) => file.isGenerated && file.name === KUSTOMIZATION_FILE);
  const replaced = present.filter((file) => written.some(({ name }) => name === file.name));
  return {
    owned: [...replaced, ...removed, ...kustomization].flatMap((file) => file.items),
    wanted: wanted.flatMap((file) => objectsOf(file, folder)),
    problems: [
      ...generated.flatMap(({ problems }) => problems),
      ...nameProblems(generated, filesOfEach, folder),
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
  [routesFile, resolvedFile].some((fileOf) => name === fileOf(member.stackSet.metadata.name)) ||
  items.some((item) => isGeneratedStack(item) && ownsStack(member, item));

/** Names that two StackSets claim: of objects within a namespace, else of files, for which a namespace makes no difference. */
function nameProblems(
  generated: readonly Generated[],
  filesOfEach: readonly (readonly WantedFile[])[],
  folder: string,
): readonly ItemProblem[] {
  const claims = claimProblems(generated, folder);
  if (claims.length > 0) return claims;
  const taken = new Set<string>();
  const remedy = 'Put them into folders of their own, or give each package another output in its RenderConfig.';
  return generated.flatMap(({ member }, index) => {
    const names = (filesOfEach[index] ?? []).map(({ name }) => name);
    const again = names.filter((name) => taken.has(name));
    for (const name of names) taken.add(name);
    return again.map((name) =>
      itemError(member.item, 'FileTaken', `two StackSets of different namespaces would both write ${joinPath(folder, name)}`, remedy),
    );
  });
}
