import { readResolved, resolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { checkStackSetFields } from '../../core/schema/check-stack-set.ts';
import { notResolved } from '../package/kustomize-problem.ts';
import { apiGroup, type KrmObject } from './item.ts';
import { about, type ItemProblem } from './item-problem.ts';
import { folderOf, joinPath, placementOf, withoutBookkeeping } from './placement.ts';
import type { Settings } from './settings.ts';

/** A StackSet of the list, valid by its schema, with the rules for it. */
export interface Member {
  readonly item: KrmObject;
  /** The same without the orchestrator's annotations. */
  readonly stackSet: StackSet;
  readonly config: RenderConfig;
  /** Its package, and the folder of its generated files; undefined where items have no files. */
  readonly place?: { readonly folder: string; readonly output: string };
}

/** One that is in a file. */
export type PlacedMember = Member & Required<Pick<Member, 'place'>>;

export const isPlaced = (member: Member): member is PlacedMember => member.place !== undefined;

export interface Members {
  readonly members: readonly Member[];
  /** Names and folders of StackSets that are there but are another controller's; what was generated for them stays. */
  readonly foreign: readonly Member[];
  readonly problems: readonly ItemProblem[];
}

/** The StackSets of a list. A functionConfig may be one too: what a kustomize generator is configured with. */
export function findMembers(items: readonly KrmObject[], functionConfig: KrmObject | undefined, settings: Settings): Members {
  const members: Member[] = [];
  const foreign: Member[] = [];
  const problems: ItemProblem[] = [...settings.problems];
  for (const item of stackSets(items, functionConfig)) {
    const config = settings.of(folderOfItem(item));
    const place = config && placeOf(item, config);
    if (place === NOWHERE) continue;
    const faults = about(item, checkStackSetFields(withoutBookkeeping(item)));
    const member = config && memberOf(item, config, place);
    if (member && isForeign(item, member.config)) {
      foreign.push(member);
      continue;
    }
    problems.push(...faults);
    if (member && !faults.some(breaksShape)) members.push(member);
  }
  return { members, foreign, problems: [...problems, ...unresolved(items, settings, [...members, ...foreign])] };
}

function memberOf(item: KrmObject, config: RenderConfig, place: Member['place']): Member {
  const own = withoutBookkeeping(item) as unknown as StackSet;
  const stackSet = place && config.source === 'kustomize' ? readResolved(own) : own;
  return { item, stackSet, config, ...(place && { place }) };
}

/** Packages whose StackSet kustomize builds, and for which it was never built. */
function unresolved(items: readonly KrmObject[], settings: Settings, found: readonly Member[]): readonly ItemProblem[] {
  const isOverlay = (item: KrmObject): boolean => {
    const folder = folderOfItem(item);
    return (
      item.kind === 'RenderConfig' &&
      settings.of(folder)?.source === 'kustomize' &&
      items.some((other) => other.kind === 'Kustomization' && folderOfItem(other) === folder) &&
      !found.some(({ place }) => place?.folder === folder)
    );
  };
  return items.filter((item) => placementOf(item) && isOverlay(item)).map((item) => ({ ...notResolved(''), item }));
}

/** What keeps the rules from reading a StackSet at all; with other errors they still look, so that all problems show at once. */
const breaksShape = ({ severity, reason }: ItemProblem): boolean => severity === 'error' && ['MissingField', 'WrongType'].includes(reason);

function stackSets(items: readonly KrmObject[], functionConfig: KrmObject | undefined): readonly KrmObject[] {
  const found = items.filter(isStackSet);
  if (!functionConfig || !isStackSet(functionConfig)) return found;
  const isListed = found.some(
    ({ metadata }) => metadata?.name === functionConfig.metadata?.name && metadata?.namespace === functionConfig.metadata?.namespace,
  );
  return isListed ? found : [...found, functionConfig];
}

export const isStackSet = (object: KrmObject): boolean => object.kind === 'StackSet' && apiGroup(object) === 'zalando.org';

/** The original's rule for several controllers: each takes the StackSets that are annotated for it. */
const isForeign = ({ metadata }: KrmObject, { controllerId }: RenderConfig): boolean =>
  (metadata?.annotations?.[CONTROLLER_ANNOTATION] ?? '') !== controllerId;

/** Of a StackSet that is not rendered from its file: one that kustomize builds, or the built one where files count again. */
const NOWHERE = 'nowhere';

/**
 * Where a StackSet's package is; undefined for one without a file. A function builds nothing: where kustomize builds the StackSets, the one
 * that was built last counts, and those in other files are its sources.
 */
function placeOf(item: KrmObject, { source, output }: RenderConfig): Member['place'] | typeof NOWHERE {
  const path = placementOf(item)?.path;
  if (path === undefined) return undefined;
  const kept = joinPath(output, resolvedFile(item.metadata?.name ?? ''));
  const isKept = path === kept || path.endsWith(`/${kept}`);
  if (isKept !== (source === 'kustomize')) return NOWHERE;
  const folder = isKept ? path.slice(0, Math.max(0, path.length - kept.length - 1)) : folderOf(path);
  return { folder, output: joinPath(folder, output) };
}

function folderOfItem(item: KrmObject): string | undefined {
  const placement = placementOf(item);
  return placement && folderOf(placement.path);
}
