import { differingFields } from '../checks/differing-fields.ts';

/** A step to a field: a key of an object, or the item of a list that has a name. */
export type TemplateStep = string | { readonly name: string };
export type TemplatePath = readonly TemplateStep[];

/** A field that is to be set, or to go where the value is undefined. */
export interface TemplateEdit {
  readonly path: TemplatePath;
  readonly value: unknown;
}

/** A field in which the source changed since, and the target is neither as it was nor as it is there. Undefined where there is none. */
export interface TemplateConflict extends TemplateEdit {
  readonly own: unknown;
}

export interface TemplateMerge {
  readonly edits: readonly TemplateEdit[];
  readonly conflicts: readonly TemplateConflict[];
}

export interface Templates {
  /** What the source had when it was at the target's version; undefined where nobody knows. */
  readonly base: unknown;
  readonly source: unknown;
  readonly target: unknown;
  /** Fields that are never carried on. */
  readonly kept: readonly TemplatePath[];
}

/**
 * What changed in the source since it was at the target's version, as edits of the target: what the target has of its own stays. Objects
 * are compared field by field, and lists whose items all have a name item by item; any other value counts as one. Where both sides changed
 * the same field, and everywhere where nobody knows what the source was, a difference is a conflict. Of an image that a cluster has from a
 * registry of its own, the tag or digest is carried on.
 */
export function mergeTemplate({ base, source, target, kept }: Templates): TemplateMerge {
  const edits: TemplateEdit[] = [];
  const conflicts: TemplateConflict[] = [];
  const isKnown = base !== undefined;
  const stays = (was: unknown, is: unknown, own: unknown, path: TemplatePath): boolean =>
    kept.some((field) => isSamePath(field, path)) || isSame(is, own) || (isKnown && isSame(was, is));
  const settle = (was: unknown, is: unknown, own: unknown, path: TemplatePath): void => {
    const carried = isKnown ? carriedValue(path, was, is, own) : undefined;
    if (carried) edits.push({ path, value: carried.value });
    else conflicts.push({ path, value: is, own });
  };
  const visit = (was: unknown, is: unknown, own: unknown, path: TemplatePath): void => {
    if (stays(was, is, own, path)) return;
    const parts = partsOf(was, is, own);
    if (!parts) settle(was, is, own, path);
    else for (const step of parts) visit(partAt(was, step), partAt(is, step), partAt(own, step), [...path, step]);
  };
  visit(base, source, target, []);
  return { edits, conflicts };
}

/** What the target gets of a field that changed in the source; undefined where it changed in the target, too. */
function carriedValue(path: TemplatePath, was: unknown, is: unknown, own: unknown): { readonly value: unknown } | undefined {
  if (isSame(was, own)) return { value: is };
  const image = path.at(-1) === 'image' ? tagCarried(was, is, own) : undefined;
  return image === undefined ? undefined : { value: image };
}

/** An image of the target's own name with the source's new tag or digest, where both had the same one before. */
function tagCarried(...images: readonly unknown[]): string | undefined {
  const [was, is, own] = images.map(splitImage);
  if (!was || !is || !own || was.name !== is.name || was.tag !== own.tag) return undefined;
  return own.name + is.tag;
}

/** The tag with its colon, or the digest with its @. https://github.com/distribution/reference */
function splitImage(image: unknown): { readonly name: string; readonly tag: string } | undefined {
  const [, name, tag] = typeof image === 'string' ? (/^(.+?)((?::[\w][\w.-]{0,127})?(?:@[\w+.:-]+)?)$/.exec(image) ?? []) : [];
  return name === undefined || tag === undefined || tag === '' ? undefined : { name, tag };
}

/** An empty value is the same as none, as for the check of a template that has changed. */
const isSame = (a: unknown, b: unknown): boolean => differingFields(a, b).length === 0;

const isSamePath = (a: TemplatePath, b: TemplatePath): boolean => a.length === b.length && a.every((step, index) => step === b[index]);

/** The steps to what two values, and a third where it is there, are made of; undefined where one of them is to be taken whole. */
function partsOf(was: unknown, is: unknown, own: unknown): readonly TemplateStep[] | undefined {
  const values = [is, own, ...(was === undefined ? [] : [was])];
  if (values.every(isObject)) return [...new Set(values.flatMap((value) => Object.keys(value as object)))];
  if (!values.every(isNamedList)) return undefined;
  return [...new Set(values.flatMap((value) => (value as readonly Named[]).map(({ name }) => name)))].map((name) => ({ name }));
}

interface Named {
  readonly name: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) &&
  value.every((item) => isObject(item) && typeof item.name === 'string') &&
  new Set(value.map(({ name }) => name)).size === value.length;

/** The part of a value that a step leads to. */
function partAt(value: unknown, step: TemplateStep): unknown {
  if (typeof step !== 'string') return isNamedList(value) ? value.find(({ name }) => name === step.name) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
