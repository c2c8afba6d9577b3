import { dump } from 'js-yaml';
import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';
import type { Kind } from './kinds.ts';
import type { KubernetesTypes } from './kubernetes-models.ts';
import { kubernetesSchema, mapChildren, modelSchema, withoutFormatLimits } from './kubernetes-schema.ts';

interface Column {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'date';
  readonly jsonPath: string;
}

interface Served {
  readonly plural: string;
  readonly columns: readonly Column[];
  readonly subresources: Readonly<Record<string, unknown>>;
}

const AGE: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** Names, columns and subresources are those of stackset-controller 1.4, so that `kubectl get` shows the same. */
const SERVED: Readonly<Record<string, Served>> = {
  StackSet: {
    plural: 'stacksets',
    columns: [
      { name: 'Stacks', type: 'integer', jsonPath: '.status.stacks' },
      { name: 'Ready', type: 'integer', jsonPath: '.status.readyStacks' },
      { name: 'Traffic', type: 'integer', jsonPath: '.status.stacksWithTraffic' },
      AGE,
    ],
    subresources: { status: {} },
  },
  Stack: {
    plural: 'stacks',
    columns: [
      { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
      { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
      { name: 'Up-To-Date', type: 'integer', jsonPath: '.status.updatedReplicas' },
      { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
      { name: 'Traffic', type: 'number', jsonPath: '.status.actualTrafficWeight' },
      { name: 'No-Traffic-Since', type: 'date', jsonPath: '.status.noTrafficSince' },
      AGE,
    ],
    subresources: {
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.labelSelector' },
      status: {},
    },
  },
};

/** The CustomResourceDefinition of a kind that clusters know, by its file's name; undefined for kinds that stay in Git. */
export function buildCrd({ kind, schema }: Kind, types: KubernetesTypes): { readonly file: string; readonly content: string } | undefined {
  const served = SERVED[kind];
  if (served === undefined) return undefined;
  const name = `${served.plural}.zalando.org`;
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group: 'zalando.org',
      names: { categories: ['all'], kind, listKind: `${kind}List`, plural: served.plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          additionalPrinterColumns: served.columns,
          schema: { openAPIV3Schema: rootSchema(schema, types) },
          subresources: served.subresources,
        },
      ],
    },
  };
  return { file: `${name}.yaml`, content: dump(definition, { noRefs: true, lineWidth: -1 }) };
}

function rootSchema(schema: Schema, types: KubernetesTypes): object {
  const { spec, status } = schema.properties ?? {};
  if (spec === undefined || status === undefined) throw new Error('a served kind has spec and status');
  return {
    type: 'object',
    description: schema.description,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      // The API server has its own rules for metadata and takes no others.
      metadata: { type: 'object' },
      spec: structural(spec, types),
      status: structural(status, types),
    },
  };
}

const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const INT_OR_STRING = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };

/** Metadata inside a pod template: the rest of ObjectMeta is the server's, and would never come from a template. */
const TEMPLATE_METADATA = ['annotations', 'finalizers', 'labels', 'name', 'namespace'];

/**
 * A structural schema: no `$ref`, no `additionalProperties: false` (the server prunes unknown fields), no `uniqueItems`.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 * Defaults are left out, so that the server stores what was written.
 */
function structural(schema: Schema, types: KubernetesTypes): Schema {
  const type = schema['x-kubernetes-type'];
  if (type !== undefined) return { description: schema.description ?? '', ...structuralKubernetes(type, types) };
  return mapChildren(structuralRules(schema), (child) => structural(child, types));
}

/** A type of Kubernetes written out in full; only where it may hold any value at all (`any`) does the server keep what it finds. */
function structuralKubernetes(type: string, types: KubernetesTypes): Schema {
  const bare = type.endsWith('!') ? type.slice(0, -1) : type;
  if (bare.endsWith('[]')) return { type: 'array', items: structuralKubernetes(bare.slice(0, -2), types) };
  if (bare.endsWith('{}')) return { type: 'object', additionalProperties: structuralKubernetes(bare.slice(0, -2), types) };
  if (bare === 'IntOrString') return INT_OR_STRING as Schema;
  if (bare === 'Quantity') return { ...INT_OR_STRING, pattern: QUANTITY_PATTERN } as Schema;
  if (bare === 'Time') return { type: 'string', format: 'date-time', nullable: true } as Schema;
  if (bare === 'any') return { 'x-kubernetes-preserve-unknown-fields': true } as Schema;
  if (types[bare] === undefined) return kubernetesSchema(bare, () => ({}));
  return structuralModel(bare, types);
}

function structuralModel(name: string, types: KubernetesTypes): Schema {
  const fields = Object.entries(types[name] ?? {}).filter(([field]) => name !== 'V1ObjectMeta' || TEMPLATE_METADATA.includes(field));
  const { required } = modelSchema(name, types, () => ({}));
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([field, type]) => [field, structuralKubernetes(type, types)])),
    ...(required && { required }),
  };
}

function structuralRules(schema: Schema): Schema {
  const { default: _default, patternErrorMessage: _message, 'x-checked-by-render': _elsewhere, 'x-observed': _observed, ...rest } = schema;
  const { uniqueItems, additionalProperties, required, pattern, ...rules } = withoutFormatLimits(rest);
  return {
    ...rules,
    ...(uniqueItems && { 'x-kubernetes-list-type': 'set' }),
    ...(typeof additionalProperties === 'object' && { additionalProperties }),
    ...(required && required.length > 0 && { required }),
    ...(pattern !== undefined && rules.format !== 'date-time' && { pattern }),
  };
}
