import type { FieldPath } from '../model/problem.ts';
import { checkKubernetesType } from './check-kubernetes-type.ts';
import { kubernetesPlaces, type SchemaKind, type Validator } from './compiled/validators.js';
import type { Fault } from './fault.ts';
import { parseKubernetesType } from './kubernetes-type.ts';
import { nameMeantFields, withoutConsequences } from './meant-fields.ts';
import { readValidationErrors } from './read-validation-errors.ts';

/**
 * Everything in `value` that breaks the schema of its kind, at every level: our own fields by the compiled schema, and the
 * places where a type of Kubernetes is embedded. Never throws, whatever the value is.
 */
export function checkFields(value: unknown, kind: SchemaKind, validate: Validator): readonly Fault[] {
  const own = validate(value) ? [] : readValidationErrors(validate.errors ?? [], value, kind);
  const embedded: (readonly Fault[])[] = [];
  for (const { path, type } of kubernetesPlaces[kind]) {
    visitAt(value, path, [], (found, at) => {
      embedded.push(checkKubernetesType(found, parseKubernetesType(type), at));
    });
  }
  return withoutConsequences(nameMeantFields([...own, ...embedded.flat()]));
}

/** Calls `visit` with every value at a path, in which `*` stands for all items of a list or entries of a map. */
function visitAt(value: unknown, pattern: readonly string[], path: FieldPath, visit: (value: unknown, path: FieldPath) => void): void {
  const step = pattern[path.length];
  if (step === undefined) visit(value, path);
  if (step === undefined || typeof value !== 'object' || value === null) return;
  const fields = value as Readonly<Record<string, unknown>>;
  if (step !== '*') {
    if (!Array.isArray(value) && Object.hasOwn(fields, step)) visitAt(fields[step], pattern, [...path, step], visit);
    return;
  }
  for (const key of Object.keys(fields)) visitAt(fields[key], pattern, [...path, Array.isArray(value) ? Number(key) : key], visit);
}
