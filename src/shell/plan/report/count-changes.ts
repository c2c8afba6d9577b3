import type { ObjectChange } from '../object-changes.ts';

const WORDS: readonly (readonly [ObjectChange['action'], string])[] = [
  ['create', 'new'],
  ['update', 'changed'],
  ['remove', 'removed'],
  ['keep', 'as they are'],
];

/** `2 new, 1 changed, 5 as they are`. */
export function countChanges(changes: readonly ObjectChange[]): string {
  return WORDS.flatMap(([action, word]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count > 0 ? [`${count} ${word}`] : [];
  }).join(', ');
}

export const isDifferent = ({ action }: ObjectChange): boolean => action !== 'keep';
