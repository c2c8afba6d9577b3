import { kubernetesTypes } from './compiled/kubernetes-types.js';
import type { ExpectedType } from './fault.ts';

/** A type of Kubernetes, ready to check values with. */
export type KubernetesType =
  | { readonly kind: 'scalar'; readonly expected: readonly ExpectedType[]; readonly bits?: 31n | 63n }
  | { readonly kind: 'list'; readonly of: KubernetesType }
  | { readonly kind: 'map'; readonly of: KubernetesType }
  | { readonly kind: 'model'; readonly name: string };

export interface Model {
  readonly fields: ReadonlyMap<string, KubernetesType>;
  readonly names: readonly string[];
  readonly required: readonly string[];
}

/** Kubernetes' scalars and what JSON may hold for them. A time may be null: Kubernetes itself writes `creationTimestamp: null`. */
const SCALARS: ReadonlyMap<string, KubernetesType> = new Map([
  ['string', { kind: 'scalar', expected: ['string'] }],
  ['boolean', { kind: 'scalar', expected: ['boolean'] }],
  ['number', { kind: 'scalar', expected: ['number'] }],
  ['int32', { kind: 'scalar', expected: ['integer'], bits: 31n }],
  ['int64', { kind: 'scalar', expected: ['integer'], bits: 63n }],
  ['IntOrString', { kind: 'scalar', expected: ['integer', 'string'], bits: 31n }],
  ['Quantity', { kind: 'scalar', expected: ['number', 'string'] }],
  ['Time', { kind: 'scalar', expected: ['string', 'null'] }],
  ['any', { kind: 'scalar', expected: [] }],
]);

/** Reads a type of the table: `V1Container`, `string`, `V1Container[]` (list), `string{}` (map), each with `!` where a model requires it. */
export function parseKubernetesType(text: string): KubernetesType {
  if (text.endsWith('!')) return parseKubernetesType(text.slice(0, -1));
  if (text.endsWith('[]')) return { kind: 'list', of: parseKubernetesType(text.slice(0, -2)) };
  if (text.endsWith('{}')) return { kind: 'map', of: parseKubernetesType(text.slice(0, -2)) };
  return SCALARS.get(text) ?? { kind: 'model', name: text };
}

const models = new Map<string, Model>();

/** A model of the table; those that no document holds are never read. */
export function modelOf(name: string): Model {
  const known = models.get(name);
  if (known !== undefined) return known;
  const fields = Object.entries(kubernetesTypes()[name] ?? {});
  if (fields.length === 0) throw new Error(`the table of Kubernetes types has no ${name}`);
  const model: Model = {
    fields: new Map(fields.map(([field, type]) => [field, parseKubernetesType(type)])),
    names: fields.map(([field]) => field),
    required: fields.filter(([, type]) => type.endsWith('!')).map(([field]) => field),
  };
  models.set(name, model);
  return model;
}

/** The types of JSON that a value may have. */
export function expectedTypes(type: KubernetesType): readonly ExpectedType[] {
  switch (type.kind) {
    case 'scalar':
      return type.expected;
    case 'list':
      return ['array'];
    case 'map':
    case 'model':
      return ['object'];
  }
}
