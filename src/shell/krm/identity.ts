import { apiGroup, isNamed, type KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { contradictions, folderOf, placementOf } from './placement.ts';

/**
 * What two objects have in common where only one of them can be: group, kind, namespace and name, in one folder, since an
 * overlay may hold another variant of the same object. Of an object without a name there may be any number, one a place.
 */
export function identityOf(object: KrmObject): string {
  const placement = placementOf(object);
  const place = placement === undefined ? '' : isNamed(object) ? folderOf(placement.path) : `${placement.path}#${placement.index}`;
  return JSON.stringify([apiGroup(object), object.kind, object.metadata?.namespace ?? '', object.metadata?.name ?? '', place]);
}

/** Items that no function could tell apart, and items whose annotations contradict each other. */
export function checkIdentities(items: readonly KrmObject[]): readonly ItemProblem[] {
  const seen = new Map<string, KrmObject>();
  return items.flatMap((item) => {
    const problems = contradictions(item).map(([internal, legacy]) => contradicts(item, internal, legacy));
    const identity = identityOf(item);
    const first = seen.get(identity);
    if (!first) seen.set(identity, item);
    const isUnplaced = !isNamed(item) && placementOf(item) === undefined;
    return first && !isUnplaced ? [...problems, duplicate(item, first)] : problems;
  });
}

function duplicate(item: KrmObject, first: KrmObject): ItemProblem {
  const name = `${item.kind} ${[item.metadata?.namespace, item.metadata?.name].filter(Boolean).join('/')}`;
  const places = [first, item]
    .map(placementOf)
    .flatMap((placement) => (placement ? [`${placement.path} (document ${placement.index})`] : []));
  const where = places.length === 2 ? `: in ${places.join(' and in ')}` : '';
  return itemError(item, 'DuplicateObject', `there are two objects ${name}${where}`, 'Keep one of them, or rename one.');
}

const contradicts = (item: KrmObject, internal: string, legacy: string): ItemProblem =>
  itemError(
    item,
    'AnnotationsContradict',
    `the annotations ${internal} and ${legacy} name different places`,
    'Run this function before the one that changed only one of them, or correct that function.',
  );
