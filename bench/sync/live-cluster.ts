import { ApiConnection } from '../../src/shell/kubernetes/connection/api-connection.ts';
import { ApiError } from '../../src/shell/kubernetes/connection/cluster-error.ts';
import { loadKubeConfig } from '../../src/shell/kubernetes/connection/load-kube-config.ts';
import type { LiveObject } from '../../src/shell/kubernetes/live-object.ts';
import { observedResource, pathOf, type WatchedKind } from '../../src/shell/kubernetes/observe/observed-resource.ts';
import { parseYaml } from '../../src/shell/yaml/read.ts';
import type { Files } from './packages.ts';

const CONCURRENCY = 32;
const APPLIED: readonly string[] = ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'Ingress'] satisfies readonly WatchedKind[];
const REPLICAS = 3;
/** A machine under load answers late; what is measured here is not the API server. */
const TIMEOUT = 60_000;

/** Writes to an API server what an apply loop and the Deployment controller write. */
export class LiveCluster {
  readonly #api: ApiConnection;

  constructor(kubeconfig: string) {
    this.#api = new ApiConnection(loadKubeConfig({ kubeconfig, prefer: 'kubeconfig', environment: {}, workingDirectory: '/' }));
  }

  /**
   * Creates or changes all objects of some generated files, as an apply does.
   * @param isReady whether the pods of a Deployment are there at once
   * @returns how many objects
   */
  async apply(files: Files, isReady: (deployment: string) => boolean, progress: (done: number) => void = () => {}): Promise<number> {
    const objects = [...files].flatMap(([path, text]) => (path.includes('/stacks/') ? objectsOf(text) : []));
    let done = 0;
    await inParallel(objects, async (object) => {
      const generation = await this.#write(object);
      if (object.kind === 'Deployment') await this.#writeStatus(object, generation, isReady(object.metadata.name));
      progress(++done);
    });
    return objects.length;
  }

  /** Writes how many pods of a Deployment are ready: all, or none. */
  async setReady(deployment: string, isReady: boolean): Promise<void> {
    const path = `${pathOf(observedResource('Deployment'), 'default', deployment)}/status`;
    const body = { status: { readyReplicas: isReady ? REPLICAS : 0 } };
    await this.#api.call({ method: 'PATCH', path, body, timeoutMilliseconds: TIMEOUT });
  }

  close(): void {
    this.#api.close();
  }

  /** @returns its generation */
  async #write(object: LiveObject): Promise<number> {
    const resource = observedResource(object.kind as WatchedKind);
    const { namespace, name } = object.metadata;
    const request = { body: object, timeoutMilliseconds: TIMEOUT };
    const written = await this.#api.call({ method: 'POST', path: pathOf(resource, namespace), ...request }).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
      return this.#api.call({ method: 'PATCH', path: pathOf(resource, namespace, name), ...request });
    });
    return (written as LiveObject).metadata.generation ?? 1;
  }

  async #writeStatus({ metadata: { namespace, name } }: LiveObject, observedGeneration: number, isReady: boolean): Promise<void> {
    const status = { observedGeneration, replicas: REPLICAS, updatedReplicas: REPLICAS, readyReplicas: isReady ? REPLICAS : 0 };
    const path = `${pathOf(observedResource('Deployment'), namespace, name)}/status`;
    await this.#api.call({ method: 'PATCH', path, body: { status }, timeoutMilliseconds: TIMEOUT });
  }
}

const objectsOf = (text: string): readonly LiveObject[] =>
  parseYaml(text)
    .documents.map(({ value }) => value as LiveObject)
    .filter(({ kind }) => APPLIED.includes(kind));

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
