import type { FieldPath } from '../model/problem.ts';
import { checkKubernetesType } from './check-kubernetes-type.ts';
import type { KubernetesPlace, Validator } from './compiled/validators.js';
import type { Fault } from './fault.ts';
import { readValidationErrors } from './read-validation-errors.ts';

/** A kind's schema, compiled: our own fields by ajv, and the places where a type of Kubernetes is embedded. */
export interface CompiledSchema {
  readonly validate: Validator;
  readonly kubernetesPlaces: readonly KubernetesPlace[];
}

/** Everything in `value` that breaks its schema, at every level. Never throws, whatever the value is. */
export function checkFields(value: unknown, schema: CompiledSchema): readonly Fault[] {
  const own = schema.validate(value) ? [] : readValidationErrors(schema.validate.errors ?? [], value);
  const embedded = schema.kubernetesPlaces.flatMap((place) =>
    valuesAt(value, place.path, []).flatMap((found) => checkKubernetesType(found.value, place.type, found.path)),
  );
  return [...own, ...embedded];
}

interface Found {
  readonly value: unknown;
  readonly path: FieldPath;
}

/** The values at a path, in which `*` stands for every item of a list or entry of a map; none where it does not exist. */
function valuesAt(value: unknown, pattern: readonly string[], path: FieldPath): readonly Found[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [{ value, path }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return step === '*' ? value.flatMap((item, index) => valuesAt(item, rest, [...path, index])) : [];
  const fields = value as Readonly<Record<string, unknown>>;
  const names = step === '*' ? Object.keys(fields) : Object.hasOwn(fields, step) ? [step] : [];
  return names.flatMap((name) => valuesAt(fields[name], rest, [...path, name]));
}
