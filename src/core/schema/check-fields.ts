import { type FieldPath, formatPath } from '../model/problem.ts';
import { checkKubernetesType } from './check-kubernetes-type.ts';
import { kubernetesPlaces, type SchemaKind, type Validator } from './compiled/validators.js';
import type { Fault } from './fault.ts';
import { misspeltFields } from './misspelt-fields.ts';
import { readValidationErrors } from './read-validation-errors.ts';

/**
 * Everything in `value` that breaks the schema of its kind, at every level: our own fields by the compiled schema, and the
 * places where a type of Kubernetes is embedded. Never throws, whatever the value is.
 */
export function checkFields(value: unknown, kind: SchemaKind, validate: Validator): readonly Fault[] {
  const own = validate(value) ? [] : readValidationErrors(validate.errors ?? [], value, kind);
  const embedded = kubernetesPlaces[kind].flatMap((place) =>
    valuesAt(value, place.path, []).flatMap((found) => checkKubernetesType(found.value, place.type, found.path)),
  );
  return withoutConsequences([...own, ...embedded]);
}

/** One cause, one fault: a misspelt field is missing under its right name, and a value of the wrong type is none of those allowed. */
function withoutConsequences(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length < 2) return faults;
  const misspelt = misspeltFields(faults);
  const mistyped = new Set(faults.flatMap((fault) => (fault.kind === 'WrongType' ? [formatPath(fault.path)] : [])));
  return faults.filter((fault) => {
    if (fault.kind === 'MissingField') return !misspelt.has(formatPath(fault.path));
    return fault.kind === 'WrongType' || !mistyped.has(formatPath(fault.path));
  });
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
