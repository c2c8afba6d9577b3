import { Watch } from '@kubernetes/client-node';
import type { Cluster } from './cluster.ts';

/** An object as it was from a moment on. */
export interface Recorded<T> {
  /** From `performance.now()`. */
  readonly at: number;
  readonly object: T;
}

interface Named {
  readonly metadata: { readonly name: string };
}

/** Everything that some objects ever were, from the API server's watch, which misses no change. */
export class Recording<T extends Named> {
  readonly #versions: Recorded<T>[] = [];
  readonly #deleted: string[] = [];
  #abort: AbortController | undefined;
  #failure: unknown;

  private constructor() {}

  /** @param path of a collection in the API, such as `/apis/apps/v1/namespaces/shop/deployments` */
  static async start<T extends Named>(cluster: Cluster, path: string): Promise<Recording<T>> {
    const recording = new Recording<T>();
    const note = (phase: string, object: T): void => {
      if (phase === 'DELETED') recording.#deleted.push(object.metadata.name);
      else recording.#versions.push({ at: performance.now(), object });
    };
    recording.#abort = await new Watch(cluster.kubeConfig()).watch(path, {}, note, (error: unknown) => {
      recording.#failure = error ?? new Error(`the watch of ${path} has ended`);
    });
    return recording;
  }

  /** All versions of the object of a name, the oldest first. Throws where the watch was lost, and so versions may be missing. */
  of(name: string): readonly Recorded<T>[] {
    this.#check();
    return this.#versions.filter(({ object }) => object.metadata.name === name);
  }

  /** The names of the objects that were deleted, in that order. */
  get deleted(): readonly string[] {
    this.#check();
    return this.#deleted;
  }

  stop(): void {
    this.#abort?.abort();
  }

  #check(): void {
    if (this.#failure !== undefined && this.#abort?.signal.aborted !== true)
      throw new Error('the recording has gaps', { cause: this.#failure });
  }
}
