import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { STACKSET } from '../e2e/harness/built.ts';
import { ApiConnection } from '../src/shell/kubernetes/connection/api-connection.ts';
import { ApiError } from '../src/shell/kubernetes/connection/cluster-error.ts';
import { loadKubeConfig } from '../src/shell/kubernetes/connection/load-kube-config.ts';
import type { LiveObject } from '../src/shell/kubernetes/live-object.ts';
import { observedResource, pathOf, WATCHED_KINDS, type WatchedKind } from '../src/shell/kubernetes/observe/observed-resource.ts';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { exampleStackSet } from './example-stack-set.ts';

const CONCURRENCY = 12;
/** A machine of two cores has much to do with all that is made at once. */
const TIMEOUT = 60_000;
const CONFIG = `apiVersion: stackset-gitops.dev/v1alpha1
kind: RenderConfig
metadata: {name: bench}
spec: {clusterDomains: [cluster.example.org]}
`;

/** What a GitOps tool and the cluster's controllers make of many StackSets of ordinary size, by the API server's own rules. */
export async function fillCluster(kubeconfig: string, stackSets: number, stacks: number): Promise<number> {
  const template = JSON.stringify(await renderExample(stacks));
  const api = new ApiConnection(loadKubeConfig({ kubeconfig, prefer: 'kubeconfig', environment: {}, workingDirectory: '/' }));
  const objects = Array.from({ length: stackSets }, (_, index) => {
    const text = template.replaceAll('shop-0000', `shop-${String(index).padStart(4, '0')}`);
    return JSON.parse(text) as readonly LiveObject[];
  }).flat();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let object = objects[next++]; object; object = objects[next++]) await create(api, object);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  api.close();
  return objects.length;
}

/** The objects of one StackSet with several versions, as the render gives them. */
async function renderExample(stacks: number): Promise<readonly LiveObject[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fill-cluster-'));
  try {
    writeFileSync(join(folder, 'render-config.yaml'), CONFIG);
    for (let version = 1; version <= stacks; version++) {
      writeFileSync(join(folder, 'stackset.yaml'), exampleStackSet(0, `v${version}`));
      await execa(process.execPath, [STACKSET, 'render', folder]);
    }
    const output = join(folder, 'stacks');
    const texts = readdirSync(output).map((name) => readFileSync(join(output, name), 'utf8'));
    const values = texts.flatMap((text) => parseYaml(text).documents.map(({ value }) => value as LiveObject));
    return values.filter(({ kind }) => WATCHED_KINDS.some((watched) => watched === kind && watched !== 'Stack'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function create(api: ApiConnection, object: LiveObject): Promise<void> {
  const { namespace, name } = object.metadata;
  const resource = observedResource(object.kind as WatchedKind);
  const request = { method: 'POST', path: pathOf(resource, namespace), body: object, timeoutMilliseconds: TIMEOUT } as const;
  await patiently(() => api.call(request)).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  });
  if (object.kind === 'Deployment') await patiently(() => changeReadyReplicas(api, namespace ?? '', name, 3));
}

/** An API server that has too much to do says so, with 429 or 504. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 5; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
      if (left === 0 || !isBusy) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** As the Deployment controller writes it. */
export async function changeReadyReplicas(api: ApiConnection, namespace: string, name: string, readyReplicas: number): Promise<void> {
  const time = '2026-03-01T12:00:00Z';
  const condition = (type: string, reason: string): object => ({
    type,
    status: 'True',
    reason,
    message: `Deployment ${name} has its pods`,
    lastUpdateTime: time,
    lastTransitionTime: time,
  });
  const conditions = [condition('Available', 'MinimumReplicasAvailable'), condition('Progressing', 'NewReplicaSetAvailable')];
  const status = { observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas, conditions };
  await api.call({
    method: 'PATCH',
    path: `${pathOf(observedResource('Deployment'), namespace, name)}/status`,
    body: { status },
    timeoutMilliseconds: TIMEOUT,
  });
}
