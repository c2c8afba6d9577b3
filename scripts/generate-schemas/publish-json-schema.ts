import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';
import { embeddedModels, type Kind } from './kinds.ts';
import type { KubernetesTypes } from './kubernetes-models.ts';
import { kubernetesSchema, mapChildren, modelSchema } from './kubernetes-schema.ts';

/** One self-contained schema, for editors and other validators: everything that Kubernetes' types hold is under `$defs`. */
export function publishJsonSchema({ kind, schema }: Kind, types: KubernetesTypes): string {
  const document = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: kind,
    ...publish(schema),
    $defs: Object.fromEntries(reachedModels(embeddedModels(schema), types).map((name) => [name, modelSchema(name, types, reference)])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const reference = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

function publish(schema: Schema): Schema {
  const { 'x-kubernetes-type': type, 'x-checked-by-render': _elsewhere, 'x-observed': _observed, ...own } = schema;
  if (type === undefined) return mapChildren(own, publish);
  const embedded = kubernetesSchema(type, reference);
  // Beside $ref, draft-07 ignores every rule; a description is read by editors all the same.
  return own.required === undefined ? { ...own, ...embedded } : ({ ...own, allOf: [embedded] } as Schema);
}

function reachedModels(roots: readonly string[], types: KubernetesTypes): readonly string[] {
  const reached = new Set<string>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...Object.values(types[name] ?? {}).flatMap((type) => /^(?:Core)?V\d\w*/.exec(type) ?? []));
  }
  return [...reached].sort();
}
