import type { FieldPath } from '../model/problem.ts';
import type { ExpectedType, Fault } from './fault.ts';
import { expectedTypes, type KubernetesType, modelOf } from './kubernetes-type.ts';

/**
 * Checks a value against one of Kubernetes' own types, at every level: unknown fields, wrong types, missing fields.
 * The types are a table made from the models of the official client; docs/adr/0007-kubernetes-types-as-table.md says why.
 */
export function checkKubernetesType(value: unknown, type: KubernetesType, path: FieldPath): readonly Fault[] {
  const faults: Fault[] = [];
  check(value, type, [...path], faults);
  return faults;
}

/** One path is extended and cut back on the way through the value: copying it at every field took most of the time. */
type Trail = (string | number)[];

function check(value: unknown, type: KubernetesType, trail: Trail, faults: Fault[]): void {
  if (!expectedTypes(type).some((expected) => isOfType(value, expected)) && !isAny(type)) {
    faults.push({ kind: 'WrongType', path: [...trail], expected: expectedTypes(type), found: value });
    return;
  }
  switch (type.kind) {
    case 'scalar':
      checkRange(value, type.bits, trail, faults);
      break;
    case 'list':
      checkBelow([...(value as readonly unknown[]).entries()], type.of, trail, faults);
      break;
    case 'map':
      checkBelow(Object.entries(value as Fields), type.of, trail, faults);
      break;
    case 'model':
      checkModel(value as Fields, type.name, trail, faults);
      break;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const isAny = (type: KubernetesType): boolean => type.kind === 'scalar' && type.expected.length === 0;

function checkBelow(entries: readonly (readonly [string | number, unknown])[], type: KubernetesType, trail: Trail, faults: Fault[]): void {
  for (const [step, value] of entries) {
    trail.push(step);
    check(value, type, trail, faults);
    trail.pop();
  }
}

function checkModel(value: Fields, name: string, trail: Trail, faults: Fault[]): void {
  const { fields, names, required } = modelOf(name);
  for (const field of Object.keys(value)) {
    const type = fields.get(field);
    trail.push(field);
    if (type === undefined) faults.push({ kind: 'UnknownField', path: [...trail], known: names });
    else check(value[field], type, trail, faults);
    trail.pop();
  }
  for (const field of required) {
    const type = fields.get(field);
    if (type !== undefined && !Object.hasOwn(value, field)) {
      faults.push({ kind: 'MissingField', path: [...trail, field], expected: expectedTypes(type) });
    }
  }
}

function checkRange(value: unknown, bits: 31n | 63n | undefined, trail: Trail, faults: Fault[]): void {
  if (bits === undefined || (typeof value !== 'number' && typeof value !== 'bigint')) return;
  if (Math.abs(Number(value)) < 2 ** 31) return;
  const most = 2n ** bits - 1n;
  if (value > most) faults.push({ kind: 'TooLarge', path: [...trail], found: value, most });
  if (value < -most - 1n) faults.push({ kind: 'TooSmall', path: [...trail], found: value, least: -most - 1n });
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
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
