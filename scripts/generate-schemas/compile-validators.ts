import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';
import type { Kind } from './kinds.ts';
import type { KubernetesTypes } from './kubernetes-models.ts';

/** ajv's code generator is CommonJS whose default export Node's ESM does not see. */
const { default: standaloneCode } = createRequire(import.meta.url)('ajv/dist/standalone') as {
  default: (ajv: Ajv, exports: Readonly<Record<string, string>>) => string;
};

/** The generated modules by file name: validators with their declaration, and the table of Kubernetes' types with its own. */
export function compileValidators(kinds: readonly Kind[], types: KubernetesTypes): ReadonlyMap<string, string> {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    inlineRefs: false,
    keywords: ['patternErrorMessage'],
    code: { source: true, esm: true },
  });
  const definitions = shareObjects(kinds);
  ajv.addSchema({ $id: 'schemas', $defs: definitions });
  const validators = standaloneCode(ajv, Object.fromEntries(kinds.map(({ kind }) => [`validate${kind}`, `schemas#/$defs/${kind}`])));
  const places = Object.fromEntries(kinds.map(({ kind, schema }) => [kind, kubernetesPlaces(schema, [])]));
  return new Map([
    ['validators.js', `${appendErrorsInPlace(validators)}\nexport const kubernetesPlaces = ${JSON.stringify(places)};\n`],
    ['validators.d.ts', validatorsDeclaration(kinds)],
    ['definitions.js', parsedOnFirstUse('definitions', definitions)],
    ['definitions.d.ts', DEFINITIONS_DECLARATION],
    ['kubernetes-types.js', parsedOnFirstUse('kubernetesTypes', types)],
    ['kubernetes-types.d.ts', 'export declare function kubernetesTypes(): Readonly<Record<string, Readonly<Record<string, string>>>>;\n'],
  ]);
}

/**
 * ajv joins the errors of a list's items by `concat`, which copies all former ones each time: a check of 20,000 wrong items took 5 times
 * as long as appended in place. Each list of errors is made for one call, so nobody else sees it grow.
 */
function appendErrorsInPlace(code: string): string {
  const appended = code.replaceAll(/vErrors\.concat\((\w+\.errors)\)/g, 'append(vErrors, $1)');
  if (appended === code) throw new Error('ajv joins errors in another way now: measure a list of many wrong items, and adapt this');
  return `${appended}\nfunction append(errors, more) {\n  for (const error of more) errors.push(error);\n  return errors;\n}`;
}

/** JSON in a string costs the start of a program next to nothing, and is parsed faster than an object literal. */
function parsedOnFirstUse(name: string, value: unknown): string {
  return `let parsed;\nexport function ${name}() {\n  parsed ??= JSON.parse(${JSON.stringify(JSON.stringify(value))});\n  return parsed;\n}\n`;
}

/**
 * Every object becomes a definition of its own, once, however many kinds hold it: ajv makes one small function of each,
 * and JavaScript compiles only those functions that a document needs.
 */
function shareObjects(kinds: readonly Kind[]): Readonly<Record<string, Schema>> {
  const definitions: Record<string, Schema> = {};
  const refs = new Map<Schema, string>();
  const visit = (schema: Schema): Schema => {
    if (schema.properties === undefined || schema['x-observed']) return validationSchema(schema, visit);
    const known = refs.get(schema);
    if (known !== undefined) return { $ref: known };
    const name = `d${refs.size}`;
    refs.set(schema, `#/$defs/${name}`);
    definitions[name] = validationSchema(schema, visit);
    return { $ref: `#/$defs/${name}` };
  };
  for (const { kind, schema } of kinds) definitions[kind] = visit(schema);
  return definitions;
}

/** What ajv checks: our own fields without the texts for readers. Types of Kubernetes are checked by their table. */
function validationSchema(schema: Schema, below: (schema: Schema) => Schema): Schema {
  if (schema['x-observed']) return {};
  if (schema['x-kubernetes-type'] !== undefined) return schema.required === undefined ? {} : { required: schema.required };
  const { description: _description, default: _default, format: _format, 'x-checked-by-render': elsewhere, ...all } = schema;
  const rules: Schema = Object.fromEntries(Object.entries(all).filter(([keyword]) => !elsewhere?.some((other) => other === keyword)));
  return {
    ...rules,
    ...(schema.properties && { properties: mapValues(schema.properties, below) }),
    ...(schema.items && { items: below(schema.items) }),
    ...(typeof schema.additionalProperties === 'object' && { additionalProperties: below(schema.additionalProperties) }),
  };
}

function kubernetesPlaces(schema: Schema, path: readonly string[]): readonly { path: readonly string[]; type: string }[] {
  if (schema['x-observed']) return [];
  const type = schema['x-kubernetes-type'];
  if (type !== undefined) return [{ path, type }];
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => kubernetesPlaces(field, [...path, name]));
  const items = [schema.items, schema.additionalProperties].filter((child): child is Schema => typeof child === 'object');
  return [...fields, ...items.flatMap((item) => kubernetesPlaces(item, [...path, '*']))];
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function validatorsDeclaration(kinds: readonly Kind[]): string {
  return `/** The parts of ajv's ErrorObject that are read. */
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ValidationError[] | null;
}

export interface KubernetesPlace {
  readonly path: readonly string[];
  readonly type: string;
}

export type SchemaKind = ${kinds.map(({ kind }) => `'${kind}'`).join(' | ')};
export declare const kubernetesPlaces: Readonly<Record<SchemaKind, readonly KubernetesPlace[]>>;
${kinds.map(({ kind }) => `export declare const validate${kind}: Validator;`).join('\n')}
`;
}

const DEFINITIONS_DECLARATION = `import type { ExpectedType } from '../fault.ts';

/** The parts of a definition that messages are made from. */
export interface Definition {
  readonly type?: ExpectedType | readonly ExpectedType[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly additionalProperties?: boolean | Definition;
  readonly patternErrorMessage?: string;
}

/** The compiled definitions by name; each kind's name leads to its own. */
export declare function definitions(): Readonly<Record<string, Definition>>;
`;
