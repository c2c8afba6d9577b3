import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';
import type { KubernetesTypes } from './kubernetes-models.ts';

/** What a type of the table is in JSON Schema; `model` decides how another model is referred to or written out. */
export function kubernetesSchema(type: string, model: (name: string) => Schema): Schema {
  const bare = type.endsWith('!') ? type.slice(0, -1) : type;
  if (bare.endsWith('[]')) return { type: 'array', items: kubernetesSchema(bare.slice(0, -2), model) };
  if (bare.endsWith('{}')) return { type: 'object', additionalProperties: kubernetesSchema(bare.slice(0, -2), model) };
  switch (bare) {
    case 'string':
    case 'boolean':
    case 'number':
      return { type: bare };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: bare };
    case 'IntOrString':
      return { type: ['integer', 'string'] };
    case 'Quantity':
      return { type: ['number', 'string'] };
    case 'Time':
      return { type: ['string', 'null'] };
    case 'any':
      return {};
    default:
      return model(bare);
  }
}

/** A model's own fields. */
export function modelSchema(name: string, types: KubernetesTypes, model: (name: string) => Schema): Schema {
  const fields = Object.entries(types[name] ?? {});
  if (fields.length === 0) throw new Error(`no model ${name}`);
  const required = fields.filter(([, type]) => type.endsWith('!')).map(([field]) => field);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([field, type]) => [field, kubernetesSchema(type, model)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** `schema` with each direct child changed: fields, items and entries. */
export function mapChildren(schema: Schema, change: (child: Schema) => Schema): Schema {
  return {
    ...schema,
    ...(schema.properties && {
      properties: Object.fromEntries(Object.entries(schema.properties).map(([name, child]) => [name, change(child)])),
    }),
    ...(schema.items && { items: change(schema.items) }),
    ...(typeof schema.additionalProperties === 'object' && { additionalProperties: change(schema.additionalProperties) }),
  };
}

/** Limits of int32 and of exact doubles say nothing that the format does not. */
export function withoutFormatLimits(schema: Schema): Schema {
  const { minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum !== undefined && minimum > -(2 ** 31) && { minimum }),
    ...(maximum !== undefined && maximum < 2 ** 31 - 1 && { maximum }),
  };
}
