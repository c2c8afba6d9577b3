import type { FieldPath } from '../model/problem.ts';
import { type Definition, definitions } from './compiled/definitions.js';
import type { SchemaKind, ValidationError } from './compiled/validators.js';
import type { ExpectedType, Fault } from './fault.ts';

/**
 * What ajv found, as faults. Our schemas use no `oneOf` and the like, so that each error is one cause.
 * @param root the value that was checked
 * @param kind whose schema it was checked against
 */
export function readValidationErrors(errors: readonly ValidationError[], root: unknown, kind: SchemaKind): readonly Fault[] {
  return errors.map((error) => readValidationError(error, follow(error.instancePath, root, kind)));
}

function readValidationError({ keyword, params }: ValidationError, { path, value: found, definition }: Place): Fault {
  const limit = Number(params.limit);
  switch (keyword) {
    case 'additionalProperties':
      return { kind: 'UnknownField', path: [...path, String(params.additionalProperty)], known: Object.keys(definition.properties ?? {}) };
    case 'required': {
      const field = String(params.missingProperty);
      return { kind: 'MissingField', path: [...path, field], expected: expectedTypes(definition.properties?.[field]) };
    }
    case 'type':
      return readTypeError(params.type as ExpectedType | readonly ExpectedType[], found, path);
    case 'enum':
      return { kind: 'UnknownValue', path, allowed: params.allowedValues as readonly (string | number)[], found };
    case 'pattern':
      return {
        kind: 'InvalidFormat',
        path,
        found: String(found),
        meaning: definition.patternErrorMessage ?? `of the form ${params.pattern}`,
      };
    case 'minimum':
      return { kind: 'TooSmall', path, found, least: limit };
    case 'maximum':
      return { kind: 'TooLarge', path, found, most: limit };
    case 'minItems':
      return { kind: 'EmptyList', path };
    case 'uniqueItems':
      return readRepeatedItem(Number(params.i), Number(params.j), found as readonly unknown[], path);
    default:
      throw new Error(`no words for the schema keyword ${keyword}`);
  }
}

/** A bigint is an integer that no double holds; ajv knows doubles only. */
function readTypeError(type: ExpectedType | readonly ExpectedType[], found: unknown, path: FieldPath): Fault {
  const expected = typeof type === 'string' ? [type] : type;
  if (typeof found === 'bigint' && expected.some((candidate) => candidate === 'integer' || candidate === 'number')) {
    return found > 0n ? { kind: 'TooLarge', path, found, most: 2 ** 31 - 1 } : { kind: 'TooSmall', path, found, least: -(2 ** 31) };
  }
  return { kind: 'WrongType', path, expected, found };
}

function readRepeatedItem(i: number, j: number, list: readonly unknown[], path: FieldPath): Fault {
  const repeated = Math.max(i, j);
  return { kind: 'RepeatedItem', path: [...path, repeated], found: list[repeated], first: Math.min(i, j) };
}

function expectedTypes(definition: Definition | undefined): readonly ExpectedType[] {
  const type = resolve(definition).type ?? [];
  return typeof type === 'string' ? [type] : type;
}

interface Place {
  readonly path: FieldPath;
  readonly value: unknown;
  readonly definition: Definition;
}

/** Where a JSON pointer (RFC 6901) leads, in the value and in its schema side by side. */
function follow(pointer: string, root: unknown, kind: SchemaKind): Place {
  let place: Place = { path: [], value: root, definition: resolve(definitions()[kind]) };
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const { items, properties, additionalProperties } = place.definition;
    const inList = Array.isArray(place.value);
    place = {
      path: [...place.path, inList ? Number(step) : step],
      value: (place.value as Readonly<Record<string, unknown>>)[step],
      definition: resolve(inList ? items : properties && Object.hasOwn(properties, step) ? properties[step] : additionalProperties),
    };
  }
  return place;
}

function resolve(definition: Definition | boolean | undefined): Definition {
  if (typeof definition !== 'object') return {};
  const name = definition.$ref?.slice('#/$defs/'.length);
  return name === undefined ? definition : (definitions()[name] ?? {});
}
