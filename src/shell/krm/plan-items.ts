import { LOCAL_CONFIG_ANNOTATION } from '../../core/model/annotations.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { Change } from './change.ts';
import { apiGroup, type KrmObject } from './item.ts';
import { isConfiguration, isGenerated } from './known-stacks.ts';
import { findMembers, isPlaced, isStackSet, type Member, type PlacedMember } from './members.ts';
import { type ChangedItems, performChanges } from './perform-change.ts';
import { annotate, placementOf } from './placement.ts';
import { type FolderContext, planFolder } from './plan-folder.ts';
import { planPipeline } from './plan-pipeline.ts';
import { presentFiles } from './present-files.ts';
import { readSettings } from './settings.ts';

const OWN_GROUP = 'stackset-gitops.dev';

/**
 * What a list of items becomes: StackSets are expanded as `stackset render` does on disk. With an error among the problems the
 * items are the given ones, for nothing may be half rendered.
 * @param headComment the comment that an item begins with, if any
 */
export function planItems(
  items: readonly KrmObject[],
  functionConfig: KrmObject | undefined,
  headComment: (item: KrmObject) => string | undefined,
): ChangedItems {
  const settings = readSettings(items, functionConfig);
  const { members, foreign, problems: found } = findMembers(items, functionConfig, settings);
  const changes = [
    ...planFolders(members.filter(isPlaced), {
      configuration: items.filter(isConfiguration),
      present: presentFiles(items, headComment),
      foreign: foreign.filter(isPlaced),
      isComplete: !hasErrors(found),
    }),
    planPipeline(
      members.filter((member) => !isPlaced(member)),
      items,
    ),
  ];
  const planned = [...found, ...changes.flatMap((change) => change.problems)];
  // Where something is wrong already, what it would collide with says nothing new.
  const performed = hasErrors(planned) ? undefined : performChanges(items, changes);
  const problems = [...planned, ...(performed?.problems ?? [])];
  if (!performed || hasErrors(problems)) return { items, headComments: new Map(), problems };
  return { ...performed, items: performed.items.map((item) => keepLocal(item, members)), problems };
}

/** Every folder that is generated into or was once. */
function planFolders(members: readonly PlacedMember[], context: FolderContext): readonly Change[] {
  const generated = context.present.filter((file) => file.header !== undefined || file.items.some(isGenerated)).map(({ folder }) => folder);
  const folders = new Set([...members.map(({ place }) => place.output), ...generated]);
  return [...folders].sort().map((folder) => {
    const inFolder = ({ place }: PlacedMember): boolean => place.output === folder;
    return planFolder(folder, members.filter(inFolder).toSorted(byName), {
      ...context,
      present: context.present.filter((file) => file.folder === folder),
      foreign: context.foreign.filter(inFolder),
    });
  });
}

const byName = (a: Member, b: Member): number => (a.stackSet.metadata.name < b.stackSet.metadata.name ? -1 : 1);

/**
 * In `kustomize build` whatever is left at the end is applied, so what is not meant for a cluster leaves as local-config: the
 * StackSet, unless its CRD is there, and the kinds of this project. Files stay as they are.
 */
function keepLocal(item: KrmObject, members: readonly Member[]): KrmObject {
  if (placementOf(item) !== undefined) return item;
  const isLocal = isStackSet(item)
    ? members.some((member) => member.item === item && !member.config.applyStacks)
    : apiGroup(item) === OWN_GROUP;
  if (!isLocal || item.metadata?.annotations?.[LOCAL_CONFIG_ANNOTATION] === 'true') return item;
  return annotate(item, { [LOCAL_CONFIG_ANNOTATION]: 'true' });
}
