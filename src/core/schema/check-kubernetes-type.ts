import type { FieldPath } from '../model/problem.ts';
import { kubernetesTypes } from './compiled/kubernetes-types.js';
import type { ExpectedType, Fault } from './fault.ts';

/**
 * Checks a value against one of Kubernetes' own types, at every level: unknown fields, wrong types, missing fields.
 * The types are a table made from the models of the official client; docs/adr/0004-kubernetes-types-as-table.md says why.
 * @param type a type of the table: `V1Container`, `string`, `V1Container[]` (list), `string{}` (map), each with `!` where it is required
 */
export function checkKubernetesType(value: unknown, type: string, path: FieldPath): readonly Fault[] {
  const faults: Fault[] = [];
  check(value, type, path, faults);
  return faults;
}

function check(value: unknown, type: string, path: FieldPath, faults: Fault[]): void {
  const bare = type.endsWith('!') ? type.slice(0, -1) : type;
  if (bare.endsWith('[]')) checkItems(value, bare.slice(0, -2), path, faults);
  else if (bare.endsWith('{}')) checkEntries(value, bare.slice(0, -2), path, faults);
  else if (Object.hasOwn(SCALARS, bare)) checkScalar(value, bare as Scalar, path, faults);
  else checkModel(value, bare, path, faults);
}

function checkItems(value: unknown, type: string, path: FieldPath, faults: Fault[]): void {
  if (!Array.isArray(value)) {
    faults.push({ kind: 'WrongType', path, expected: ['array'], found: value });
    return;
  }
  for (const [index, item] of value.entries()) check(item, type, [...path, index], faults);
}

function checkEntries(value: unknown, type: string, path: FieldPath, faults: Fault[]): void {
  if (!isObject(value)) {
    faults.push({ kind: 'WrongType', path, expected: ['object'], found: value });
    return;
  }
  for (const key of Object.keys(value)) check(value[key], type, [...path, key], faults);
}

function checkModel(value: unknown, name: string, path: FieldPath, faults: Fault[]): void {
  const model = kubernetesTypes()[name];
  if (model === undefined) throw new Error(`the table of Kubernetes types has no ${name}`);
  if (!isObject(value)) {
    faults.push({ kind: 'WrongType', path, expected: ['object'], found: value });
    return;
  }
  for (const field of Object.keys(value)) {
    const type = Object.hasOwn(model, field) ? model[field] : undefined;
    if (type === undefined) faults.push({ kind: 'UnknownField', path: [...path, field], known: Object.keys(model) });
    else check(value[field], type, [...path, field], faults);
  }
  for (const [field, type] of Object.entries(model)) {
    if (type.endsWith('!') && !Object.hasOwn(value, field)) {
      faults.push({ kind: 'MissingField', path: [...path, field], expected: expectedOf(type.slice(0, -1)) });
    }
  }
}

/** Kubernetes' scalars and what JSON may hold for them. A time may be null: Kubernetes itself writes `creationTimestamp: null`. */
const SCALARS = {
  string: ['string'],
  boolean: ['boolean'],
  number: ['number'],
  int32: ['integer'],
  int64: ['integer'],
  IntOrString: ['integer', 'string'],
  Quantity: ['number', 'string'],
  Time: ['string', 'null'],
  any: [],
} as const satisfies Readonly<Record<string, readonly ExpectedType[]>>;

type Scalar = keyof typeof SCALARS;

function checkScalar(value: unknown, type: Scalar, path: FieldPath, faults: Fault[]): void {
  const expected: readonly ExpectedType[] = SCALARS[type];
  if (expected.length > 0 && !expected.some((candidate) => isOfType(value, candidate))) {
    faults.push({ kind: 'WrongType', path, expected, found: value });
    return;
  }
  if (expected.includes('integer') && typeof value !== 'string') checkRange(value as number | bigint, type, path, faults);
}

function checkRange(value: number | bigint, type: Scalar, path: FieldPath, faults: Fault[]): void {
  const bits = type === 'int64' ? 63n : 31n;
  const most = 2n ** bits - 1n;
  if (value > most) faults.push({ kind: 'TooLarge', path, found: value, most });
  if (value < -most - 1n) faults.push({ kind: 'TooSmall', path, found: value, least: -most - 1n });
}

function isOfType(value: unknown, type: ExpectedType): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'number':
      return typeof value === 'bigint' || Number.isFinite(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function expectedOf(type: string): readonly ExpectedType[] {
  if (type.endsWith('[]')) return ['array'];
  return Object.hasOwn(SCALARS, type) ? SCALARS[type as Scalar] : ['object'];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
