import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { checkStackSetFields } from '../../core/schema/check-stack-set.ts';
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
    const folder = folderOfItem(item);
    const config = settings.of(folder);
    const faults = about(item, checkStackSetFields(withoutBookkeeping(item)));
    if (!config) {
      problems.push(...faults);
      continue;
    }
    const stackSet = withoutBookkeeping(item) as unknown as StackSet;
    const place = folder === undefined ? undefined : { folder, output: joinPath(folder, config.output) };
    const member = { item, stackSet, config, ...(place && { place }) };
    if (isForeign(item, config)) foreign.push(member);
    else {
      problems.push(...faults);
      if (!faults.some(breaksShape)) members.push(member);
    }
  }
  return { members, foreign, problems };
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

function folderOfItem(item: KrmObject): string | undefined {
  const placement = placementOf(item);
  return placement && folderOf(placement.path);
}
