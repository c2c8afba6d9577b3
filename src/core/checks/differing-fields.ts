import type { FieldPath } from '../model/problem.ts';

/** A field in which two values differ; undefined where one of them has no such field. */
export interface DifferingField {
  readonly path: FieldPath;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The fields in which two JSON values differ, as deep as they can be told apart, in the order of their names. A field that is empty
 * (null, '', {} or []) is the same as one that is missing: Go programs write both.
 */
export function differingFields(before: unknown, after: unknown, path: FieldPath = []): readonly DifferingField[] {
  if (before === after) return [];
  if (before === undefined || after === undefined) return isEmpty(before) && isEmpty(after) ? [] : [{ path, before, after }];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => differingFields(before[index], after[index], [...path, index])).flat();
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differingFields(fieldOf(before, name), fieldOf(after, name), [...path, name]));
  }
  return [{ path, before, after }];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldOf = (object: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;
