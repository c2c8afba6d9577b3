import { PRUNE_PROTECTION } from '../model/annotations.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { FieldPath } from '../model/problem.ts';
import { parseQuantity } from '../resources/quantity.ts';

/** A field of a live object that applying another would change. */
export interface ChangedField {
  readonly path: FieldPath;
  readonly live: unknown;
  readonly rendered: unknown;
}

/**
 * What applying a rendered object would change of the live one, besides what render adds on purpose: its own annotations, and the
 * `Weight(1)` that lifts segments over the fallback. Only fields that are rendered count: nobody's apply takes away what others have
 * set and it does not name, such as the API server's defaults.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export const changedFields = (rendered: KubernetesObject, live: KubernetesObject): readonly ChangedField[] =>
  rendered.apiVersion === live.apiVersion
    ? compare(rendered, live, [])
    : [{ path: ['apiVersion'], live: live.apiVersion, rendered: rendered.apiVersion }];

function compare(rendered: unknown, live: unknown, path: FieldPath): readonly ChangedField[] {
  if (isEmpty(rendered) && isEmpty(live)) return [];
  if (Array.isArray(rendered) && Array.isArray(live)) return compareLists(withoutWeight(rendered), withoutWeight(live), path);
  if (isObject(rendered) && isObject(live)) {
    return Object.keys(rendered).flatMap((name) =>
      isOwn(path, name) ? [] : compare(withoutWeight(rendered[name]), fieldOf(live, name), [...path, name]),
    );
  }
  return rendered === undefined || isSame(rendered, live, path) ? [] : [{ path, live, rendered }];
}

function compareLists(rendered: readonly unknown[], live: readonly unknown[], path: FieldPath): readonly ChangedField[] {
  if (rendered.length !== live.length) return [{ path, live, rendered }];
  return rendered.flatMap((item, index) => compare(item, live[index], [...path, index]));
}

const isOwn = (path: FieldPath, name: string): boolean =>
  path.length === 2 && path[1] === 'annotations' && (name.startsWith('stackset-gitops.dev/') || name in PRUNE_PROTECTION);

const ABOVE_FALLBACK = 'Weight(1)';

/** In the predicates of a RouteGroup's routes, or in an Ingress' annotation. */
function withoutWeight<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.filter((item) => item !== ABOVE_FALLBACK) as Value;
  if (typeof value !== 'string' || !value.startsWith('TrafficSegment(')) return value;
  return value
    .split(' && ')
    .filter((part) => part !== ABOVE_FALLBACK)
    .join(' && ') as Value;
}

/** A Go program writes both where it means neither. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.values(value).every(isEmpty));

function isSame(rendered: unknown, live: unknown, path: FieldPath): boolean {
  if (rendered === live) return true;
  return path.some((step) => QUANTITIES.has(step)) && isSameQuantity(rendered, live);
}

/** Below these fields are quantities, which the API server writes in a form of its own: `0.5` as `500m`. */
const QUANTITIES: ReadonlySet<string | number> = new Set(['resources', 'target', 'sizeLimit', 'divisor', 'overhead']);

function isSameQuantity(rendered: unknown, live: unknown): boolean {
  const [a, b] = [rendered, live].map((value) =>
    typeof value === 'string' || typeof value === 'number' ? parseQuantity(value)?.canonical : undefined,
  );
  return a !== undefined && a === b;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldOf = (object: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;
