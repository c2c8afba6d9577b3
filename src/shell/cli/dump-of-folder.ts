import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { isApplied } from '../demo/generated-objects.ts';
import { parseYaml } from '../yaml/read.ts';

/**
 * What kubectl would print of a cluster that all generated files below a folder were applied to.
 * @param pods ready ones and all of them, `1/3`, by the names of Deployments; of others as many as they ask for are ready
 */
export async function dumpOf(folder: string, pods: ReadonlyMap<string, string>): Promise<string> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => /(^|\/)stacks\/[^/]+\.yaml$/.test(path)).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
  const objects = texts.flatMap((text) => parseYaml(text).documents.map(({ value }) => value as KubernetesObject));
  const items = objects.filter(isApplied).map((object) => asLive(object, pods.get(object.metadata.name)));
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items })}\n`;
}

function asLive(object: KubernetesObject, pods: string | undefined): object {
  const live = { ...object, metadata: { namespace: 'default', ...object.metadata, generation: 1 } };
  if (object.kind !== 'Deployment') return live;
  const spec = object.spec as { readonly replicas?: number };
  const [ready = 0, replicas = 0] = pods?.split('/').map(Number) ?? [spec.replicas ?? 1, spec.replicas ?? 1];
  return {
    ...live,
    spec: { ...spec, replicas },
    status: { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: ready },
  };
}
