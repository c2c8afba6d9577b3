import type { Change, WantedObject } from './change.ts';
import { identityOf } from './identity.ts';
import type { KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { inPlaceOf, placeAt } from './placement.ts';

export interface ChangedItems {
  readonly items: readonly KrmObject[];
  /** Comments above items that are new or different. */
  readonly headComments: ReadonlyMap<KrmObject, string>;
  readonly problems: readonly ItemProblem[];
}

/**
 * Performs changes on a list: a wanted object takes the place of the one that it replaces, and others follow at the end. What is
 * owned is written anew even where its values are the same, so that a file that a tool formatted becomes canonical again.
 */
export function performChanges(items: readonly KrmObject[], changes: readonly Change[]): ChangedItems {
  const owned = new Set(changes.flatMap((change) => change.owned));
  const wanted = new Map(changes.flatMap((change) => change.wanted).map((entry) => [identityOf(placed(entry)), entry]));
  const headComments = new Map<KrmObject, string>();
  const problems: ItemProblem[] = [];
  const result: KrmObject[] = [];
  const add = (entry: WantedObject, previous?: KrmObject): void => {
    const object = placed(entry, previous);
    if (entry.headComment !== undefined) headComments.set(object, entry.headComment);
    result.push(object);
  };
  for (const item of items) {
    const identity = identityOf(item);
    const entry = wanted.get(identity);
    if (!owned.has(item)) result.push(item);
    if (!owned.has(item) && entry) problems.push(collision(item));
    if (owned.has(item) && entry) add(entry, item);
    wanted.delete(identity);
  }
  for (const entry of wanted.values()) add(entry);
  return { items: result, headComments, problems };
}

function placed({ object, placement }: WantedObject, previous?: KrmObject): KrmObject {
  const inPlace = previous ? inPlaceOf(object, previous) : object;
  return placement ? placeAt(inPlace, placement) : inPlace;
}

const collision = (item: KrmObject): ItemProblem =>
  itemError(
    item,
    'ObjectNotGenerated',
    `${item.kind} ${item.metadata?.name} would be generated, but there is one that was not`,
    'Rename it, or give the StackSet another name or version.',
  );
