import { PRUNE_PROTECTION } from '../../core/model/annotations.ts';
import { parseQuantity } from '../../core/resources/quantity.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/**
 * A live object in the shape of the one that is to be: without the fields that this project does not set, such as the API server's
 * defaults and the status, and with equal quantities spelled alike. What then differs is what applying it would change.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes
 */
export const liveShape = (wanted: unknown, live: unknown): unknown => shape(wanted, live, []);

function shape(wanted: unknown, live: unknown, path: Path): unknown {
  if (live === undefined || live === null) return isEmpty(wanted) ? wanted : live;
  if (Array.isArray(wanted) && Array.isArray(live)) return shapeList(wanted, live, path);
  if (isFields(wanted) && isFields(live)) return shapeFields(wanted, live, path);
  return isSameScalar(wanted, live, path) ? wanted : live;
}

/** What the API server leaves out. */
const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** undefined where nothing of it is this project's: a live object has annotations of others. */
function shapeFields(wanted: Fields, live: Fields, path: Path): Fields | undefined {
  const common = Object.keys(wanted).flatMap((key): readonly (readonly [string, unknown])[] => {
    const value = shape(wanted[key], live[key], [...path, key]);
    return value === undefined ? [] : [[key, value]];
  });
  const extra = Object.entries(live).filter(([key]) => !(key in wanted) && isOurs([...path, key]));
  const fields = [...common, ...extra];
  return fields.length > 0 || isEmpty(wanted) ? Object.fromEntries(fields) : undefined;
}

/** What this project or a person's manifest once set, and applying again takes away; anything else on live metadata is somebody else's. */
const isOurs = ([top, map, key = '']: Path): boolean =>
  top === 'metadata' && map === 'annotations' && (key.startsWith('stackset-gitops.dev/') || key in PRUNE_PROTECTION);

/** Items with names are matched by them, since their order has no meaning to a merge; others by their place. */
function shapeList(wanted: readonly unknown[], live: readonly unknown[], path: Path): readonly unknown[] {
  const names = wanted.map(nameOf);
  if (wanted.length === 0 || names.includes(undefined) || live.some((item) => nameOf(item) === undefined)) {
    return live.map((item, index) => (index < wanted.length ? shape(wanted[index], item, path) : item));
  }
  const known = wanted.flatMap((item) => {
    const found = live.find((candidate) => nameOf(candidate) === nameOf(item));
    return found === undefined ? [] : [shape(item, found, path)];
  });
  return [...known, ...live.filter((item) => !names.includes(nameOf(item)))];
}

const nameOf = (item: unknown): string | undefined => {
  const name = isFields(item) ? item.name : undefined;
  return typeof name === 'string' ? name : undefined;
};

const QUANTITIES: ReadonlySet<string> = new Set(['requests', 'limits']);
const QUANTITY_FIELDS: ReadonlySet<string> = new Set(['averageValue', 'sizeLimit', 'divisor']);

function isSameScalar(wanted: unknown, live: unknown, path: Path): boolean {
  if (wanted === live) return true;
  const [parent = '', field = ''] = path.slice(-2);
  const isQuantity = QUANTITIES.has(parent) || QUANTITY_FIELDS.has(field) || (parent === 'target' && field === 'value');
  if (!isQuantity) return false;
  const [left, right] = [quantityOf(wanted), quantityOf(live)];
  return left !== undefined && left === right;
}

const quantityOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? parseQuantity(value)?.canonical : undefined;
