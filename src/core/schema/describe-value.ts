import type { ExpectedType } from './fault.ts';

const TYPE_NAMES: Readonly<Record<ExpectedType, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
};

export const nameType = (type: ExpectedType): string => TYPE_NAMES[type];

/** `a whole number or a text`; that a field may also be empty is left out, since nobody has to write it. */
export function nameTypes(types: readonly ExpectedType[]): string {
  return types
    .filter((type) => type !== 'null')
    .map(nameType)
    .join(' or ');
}

/** A value as an error shows it: its type, and the value where it is short. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty text' : `the text ${JSON.stringify(shorten(value))}`;
    case 'number':
    case 'bigint':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    default:
      return 'an object';
  }
}

const LONGEST = 60;
const shorten = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
