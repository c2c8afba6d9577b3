import type { FieldPath } from '../model/problem.ts';
import type { ValidationError } from './compiled/validators.js';
import type { ExpectedType, Fault } from './fault.ts';

/**
 * What ajv found, as faults. Our schemas use no `oneOf` and the like, so that each error is one cause.
 * @param root the value that was checked, which tells an index of a list from a field whose name is a number
 */
export function readValidationErrors(errors: readonly ValidationError[], root: unknown): readonly Fault[] {
  return errors.map((error) => readValidationError(error, pathOf(error.instancePath, root)));
}

function readValidationError(error: ValidationError, path: FieldPath): Fault {
  const { params, data: found, parentSchema } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return { kind: 'UnknownField', path: [...path, String(params.additionalProperty)], known: Object.keys(parentSchema.properties ?? {}) };
    case 'required': {
      const field = String(params.missingProperty);
      return { kind: 'MissingField', path: [...path, field], expected: typesOf(parentSchema.properties?.[field]?.type) };
    }
    case 'type':
      return readTypeError(typesOf(parentSchema.type), found, path);
    case 'enum':
      return { kind: 'UnknownValue', path, allowed: parentSchema.enum ?? [], found };
    case 'pattern':
      return { kind: 'InvalidFormat', path, found: String(found), meaning: parentSchema.patternErrorMessage ?? `of the form ${parentSchema.pattern}` };
    case 'minimum':
      return { kind: 'TooSmall', path, found, least: Number(parentSchema.minimum) };
    case 'maximum':
      return { kind: 'TooLarge', path, found, most: Number(parentSchema.maximum) };
    case 'minItems':
      return { kind: 'EmptyList', path };
    case 'uniqueItems':
      return { kind: 'RepeatedItem', path: [...path, Number(params.i)], found: (found as readonly unknown[])[Number(params.i)], first: Number(params.j) };
    default:
      throw new Error(`no words for the schema keyword ${error.keyword}`);
  }
}

/** A bigint is an integer that no double holds; ajv knows doubles only. */
function readTypeError(expected: readonly ExpectedType[], found: unknown, path: FieldPath): Fault {
  if (typeof found === 'bigint' && expected.some((type) => type === 'integer' || type === 'number')) {
    return found > 0n ? { kind: 'TooLarge', path, found, most: 2 ** 31 - 1 } : { kind: 'TooSmall', path, found, least: -(2 ** 31) };
  }
  return { kind: 'WrongType', path, expected, found };
}

function typesOf(type: ExpectedType | readonly ExpectedType[] | undefined): readonly ExpectedType[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

/** A JSON pointer (RFC 6901) as a path. */
function pathOf(pointer: string, root: unknown): FieldPath {
  const path: (string | number)[] = [];
  let value: unknown = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return path;
}
