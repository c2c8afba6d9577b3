import { type FieldPath, formatPath, type Problem } from '../../core/model/problem.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { isKrmObject } from './item.ts';

type Shape = 'a map' | 'a text' | 'a whole number as text';

/** What a function reads of every item, whatever its kind. */
const SHAPES: readonly (readonly [path: FieldPath, shape: Shape])[] = [
  [['metadata'], 'a map'],
  [['metadata', 'name'], 'a text'],
  [['metadata', 'namespace'], 'a text'],
  [['metadata', 'labels'], 'a map'],
  [['metadata', 'annotations'], 'a map'],
  ...['config.kubernetes.io/path', 'internal.config.kubernetes.io/path'].map(
    (name) => [['metadata', 'annotations', name], 'a text'] as const,
  ),
  ...['config.kubernetes.io/index', 'internal.config.kubernetes.io/index'].map(
    (name) => [['metadata', 'annotations', name], 'a whole number as text'] as const,
  ),
];

/** Kinds whose labels and annotations are copied to generated objects. A StackSet's own are checked with its fields. */
const COPIED = ['Stack', 'ConfigMap', 'Secret', 'SealedSecret'];

/**
 * What keeps an item from being told from others and handed on. Of the values of labels and annotations only those that are
 * used are judged: the rest is a person's, or another function's.
 * @param name of the item, for messages
 */
export function checkShape(value: unknown, name: string): readonly Problem[] {
  if (!isKrmObject(value)) return [notKrm(`${name} is no object with apiVersion and kind`)];
  const shapes = [...SHAPES, ...(COPIED.includes(value.kind) ? valuesOf(value) : [])];
  return shapes.flatMap(([path, shape]) => {
    const found = fieldAt(value, path);
    if (found === undefined || found === null || hasShape(found, shape)) return [];
    return [{ ...notKrm(`${name}, ${value.kind}: ${formatPath(path)} is not ${shape}`), path }];
  });
}

const valuesOf = (value: unknown): typeof SHAPES =>
  ['labels', 'annotations'].flatMap((field) =>
    Object.keys(fieldAt(value, ['metadata', field]) ?? {}).map((name) => [['metadata', field, name], 'a text'] as const),
  );

function hasShape(found: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'a map':
      return typeof found === 'object' && !Array.isArray(found);
    case 'a text':
      return typeof found === 'string';
    case 'a whole number as text':
      return typeof found === 'string' && /^\d+$/.test(found);
  }
}

const notKrm = (message: string): Problem => ({
  severity: 'error',
  reason: 'NotKrm',
  path: [],
  message,
  remedy: 'Correct it, or keep the file out of the package (with kpt in .krmignore).',
});
