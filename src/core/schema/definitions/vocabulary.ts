/**
 * The part of JSON Schema (draft-07) that our definitions use, with our own notes. From one definition come the validators,
 * the published schema, the CustomResourceDefinition and the page of the reference; each leaves out what it cannot use.
 */
export interface Schema {
  readonly type?: SchemaType | readonly SchemaType[];
  readonly description?: string;
  readonly default?: string | number | boolean | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  /** What the pattern asks for, after "is not": `a DNS name in lower case, such as shop.example.org`. Editors show it, too. */
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly format?: 'int32' | 'int64' | 'date-time';
  readonly $ref?: string;
  /** A model of Kubernetes, by its name in the official client: `V1PodTemplateSpec`. */
  readonly 'x-kubernetes-type'?: string;
  /** Keywords that help in an editor, and that render itself reports in better words: the validators leave them out. */
  readonly 'x-checked-by-render'?: readonly ('enum' | 'pattern' | 'required')[];
  /** Written by a server: the validators take it as it is, of whatever shape. */
  readonly 'x-observed'?: true;
}

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

export function object(description: string, properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', description, properties, required, additionalProperties: false };
}

export function list(description: string, items: Schema, rules: Schema = {}): Schema {
  return { type: 'array', description, items, ...rules };
}

export function text(description: string, rules: Schema = {}): Schema {
  return { type: 'string', description, ...rules };
}

/** A whole number of 32 bits, as Kubernetes' int32. */
export function wholeNumber(description: string, rules: Schema = {}): Schema {
  return { type: 'integer', description, format: 'int32', minimum: -(2 ** 31), maximum: 2 ** 31 - 1, ...rules };
}

export function flag(description: string, rules: Schema = {}): Schema {
  return { type: 'boolean', description, ...rules };
}

export function stringMap(description: string): Schema {
  return { type: 'object', description, additionalProperties: { type: 'string' } };
}

export function kubernetes(model: string, description: string, rules: Schema = {}): Schema {
  return { 'x-kubernetes-type': model, description, ...rules };
}

/** RFC 3339 in UTC with whole seconds, the only form this project writes. */
export function timestamp(description: string): Schema {
  return text(description, {
    format: 'date-time',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$',
    patternErrorMessage: 'a time in UTC, such as 2026-03-01T12:00:30Z',
  });
}

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
/** RFC 1123: labels of lower-case letters, digits and inner hyphens, joined by dots. */
export const DNS_SUBDOMAIN_PATTERN = `^${DNS_LABEL}(\\.${DNS_LABEL})*$`;
