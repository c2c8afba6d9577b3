import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';
import type { Kind } from './kinds.ts';

const KUBERNETES = 'https://kubernetes.io/docs/reference/kubernetes-api';

/** What a type of Kubernetes is called in a table, with a link to its own reference. */
const KUBERNETES_NAMES: Readonly<Record<string, string>> = {
  IntOrString: 'whole number or text',
  Quantity: 'quantity: number or text',
  V1ObjectMeta: `[ObjectMeta](${KUBERNETES}/common-definitions/object-meta/#ObjectMeta)`,
  V1PodTemplateSpec: `[PodTemplateSpec](${KUBERNETES}/workload-resources/pod-template-v1/#PodTemplateSpec)`,
  V1DeploymentStrategy: `[DeploymentStrategy](${KUBERNETES}/workload-resources/deployment-v1/#DeploymentSpec)`,
  V1ServicePort: `[ServicePort](${KUBERNETES}/service-resources/service-v1/#ServiceSpec)`,
  V2HorizontalPodAutoscalerBehavior: `[HorizontalPodAutoscalerBehavior](${KUBERNETES}/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec)`,
};

/** The page of the reference for a kind: a table for each object in it, in the order of the definition. */
export function buildReference({ kind, file, schema }: Kind): string {
  const sections = objectsOf(schema, '').map(({ path, object }) => section(kind, path, object));
  return `<!-- Generated from the schema by \`npm run generate\`; do not edit. -->
# ${kind}

${schema.description} JSON Schema: [schemas/${file}.json](../../schemas/${file}.json).

${sections.join('\n')}`;
}

interface ObjectAt {
  readonly path: string;
  readonly object: Schema;
}

/** The object itself, then those in its fields, depth first. */
function objectsOf(schema: Schema, path: string): readonly ObjectAt[] {
  const fields = Object.entries(schema.properties ?? {});
  const own = fields.length > 0 ? [{ path, object: schema }] : [];
  const below = fields.flatMap(([name, field]) => objectsOf(field, path === '' ? name : `${path}.${name}`));
  const items = schema.items === undefined ? [] : objectsOf(schema.items, `${path}[]`);
  const entries = typeof schema.additionalProperties === 'object' ? objectsOf(schema.additionalProperties, `${path}.<name>`) : [];
  return [...own, ...below, ...items, ...entries];
}

function section(kind: string, path: string, object: Schema): string {
  const heading = path === '' ? `## ${kind}` : `## \`${path}\`\n\n${object.description}`;
  const rows = Object.entries(object.properties ?? {}).map(([name, field]) => {
    const required = object.required?.includes(name) ? '**required**' : '';
    const fallback = field.default === undefined ? required : `\`${JSON.stringify(field.default)}\``;
    return `| \`${name}\` | ${typeName(field, path === '' ? name : `${path}.${name}`)} | ${fallback} | ${meaning(field)} |`;
  });
  return `${heading}\n\n| Field | Type | Default | Meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function typeName(schema: Schema, path: string): string {
  const kubernetes = schema['x-kubernetes-type'];
  if (kubernetes !== undefined) return KUBERNETES_NAMES[kubernetes] ?? kubernetes;
  if (schema.items !== undefined) return `list of ${typeName(schema.items, `${path}[]`)}`;
  if (typeof schema.additionalProperties === 'object') return `map of ${typeName(schema.additionalProperties, `${path}.<name>`)}`;
  if (schema.properties !== undefined) return `[object](#${anchor(path)})`;
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return '`true` or `false`';
    default:
      return 'number';
  }
}

/** As the common renderers make it of a heading: lower case, without punctuation. */
const anchor = (path: string): string => path.toLowerCase().replace(/[^a-z0-9-]/g, '');

function meaning(field: Schema): string {
  const values = field.enum ?? field.items?.enum;
  const choice = values !== undefined && values.length > 1 ? ` One of ${values.map((value) => `\`${value}\``).join(', ')}.` : '';
  const form = field.patternErrorMessage ?? field.items?.patternErrorMessage;
  return `${field.description}${choice}${form === undefined ? '' : ` Form: ${form}.`}${limits(field)}`.replaceAll('|', '\\|');
}

function limits({ minimum, maximum, minItems }: Schema): string {
  const least = minimum !== undefined && minimum > -(2 ** 31) ? ` At least ${minimum}.` : '';
  const most = maximum !== undefined && maximum < 2 ** 31 - 1 ? ` At most ${maximum}.` : '';
  return least + most + (minItems === undefined ? '' : ' At least one item.');
}
