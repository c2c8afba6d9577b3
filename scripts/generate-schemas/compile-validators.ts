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
    verbose: true,
    messages: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    keywords: ['patternErrorMessage'],
    code: { source: true, esm: true },
  });
  for (const { kind, schema } of kinds) ajv.addSchema({ $id: kind, ...validationSchema(schema) });
  const validators = standaloneCode(ajv, Object.fromEntries(kinds.map(({ kind }) => [`validate${kind}`, kind])));
  const places = Object.fromEntries(kinds.map(({ kind, schema }) => [kind, kubernetesPlaces(schema, [])]));
  return new Map([
    ['validators.js', `${validators}\nexport const kubernetesPlaces = ${JSON.stringify(places)};\n`],
    ['validators.d.ts', validatorsDeclaration(kinds)],
    ['kubernetes-types.js', `export const kubernetesTypes = JSON.parse('${JSON.stringify(types)}');\n`],
    ['kubernetes-types.d.ts', 'export declare const kubernetesTypes: Readonly<Record<string, Readonly<Record<string, string>>>>;\n'],
  ]);
}

/** What ajv checks: our own fields without the texts for readers. Types of Kubernetes are checked by their table. */
function validationSchema(schema: Schema): Schema {
  if (schema['x-observed']) return {};
  if (schema['x-kubernetes-type'] !== undefined) return schema.required === undefined ? {} : { required: schema.required };
  const { description: _description, default: _default, format: _format, 'x-checked-by-render': elsewhere, ...rules } = schema;
  for (const keyword of elsewhere ?? []) delete rules[keyword];
  return {
    ...rules,
    ...(schema.properties && { properties: mapValues(schema.properties, validationSchema) }),
    ...(schema.items && { items: validationSchema(schema.items) }),
    ...(typeof schema.additionalProperties === 'object' && { additionalProperties: validationSchema(schema.additionalProperties) }),
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
  return `import type { ExpectedType } from '../fault.ts';

/** The parts of ajv's ErrorObject that are read. */
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly parentSchema: ValidationSchema;
}

export interface ValidationSchema {
  readonly type?: ExpectedType | readonly ExpectedType[];
  readonly properties?: Readonly<Record<string, ValidationSchema>>;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ValidationError[] | null;
}

export interface KubernetesPlace {
  readonly path: readonly string[];
  readonly type: string;
}

export declare const kubernetesPlaces: Readonly<Record<${kinds.map(({ kind }) => `'${kind}'`).join(' | ')}, readonly KubernetesPlace[]>>;
${kinds.map(({ kind }) => `export declare const validate${kind}: Validator;`).join('\n')}
`;
}
