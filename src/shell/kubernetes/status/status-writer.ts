import { fieldAt } from '../../../core/schema/field-at.ts';
import type { LiveIndex } from '../cluster.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError } from '../connection/cluster-error.ts';
import { observedResource, pathOf } from '../observe/observed-resource.ts';
import { askReady } from '../observe/probe.ts';
import { Pause } from '../pause.ts';
import type { ObjectStatus } from './build-statuses.ts';

/** Writes the status subresources of StackSets and Stacks; whatever goes wrong with one, nothing else does. */
export interface StatusWriter {
  /** Returns at once. Of an object whose status still waits to be written, the newest counts. */
  write(statuses: readonly ObjectStatus[]): void;
  close(): Promise<void>;
}

export interface StatusWriterOptions {
  readonly api: ApiConnection;
  /** Has the StackSets and Stacks of the cluster with their statuses; those that it has not get none. */
  readonly live: LiveIndex;
  /** Told once for each thing that keeps statuses from being written. */
  readonly warn: (message: string) => void;
}

const RETRY_MILLISECONDS = 5000;
const FORBIDDEN_MILLISECONDS = 600_000;
const TIMEOUT_MILLISECONDS = 3000;

export const writeStatuses = (options: StatusWriterOptions): StatusWriter => new Writer(options);

class Writer implements StatusWriter {
  readonly #options: StatusWriterOptions;
  readonly #waiting = new Map<string, ObjectStatus>();
  #silentUntil = 0;
  #warned: string | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;
  readonly #pauses = new Pause();

  constructor(options: StatusWriterOptions) {
    this.#options = options;
  }

  write(statuses: readonly ObjectStatus[]): void {
    if (this.#closed || performance.now() < this.#silentUntil) return;
    for (const status of statuses) this.#waiting.set(`${status.kind}\n${status.namespace}\n${status.name}`, status);
    if (this.#waiting.size > 0) this.#writing ??= this.#writeAll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    this.#pauses.end();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (const [key, status] of this.#waiting) {
      this.#waiting.delete(key);
      try {
        await this.#write(status);
        this.#warned = undefined;
      } catch (error) {
        if ((await this.#fail(error)) && !this.#waiting.has(key) && !this.#closed) {
          this.#waiting.set(key, status);
          await this.#pauses.wait(RETRY_MILLISECONDS);
        }
      }
    }
    this.#writing = undefined;
  }

  async #write({ kind, namespace, name, status }: ObjectStatus): Promise<void> {
    const object = this.#options.live.find(kind, namespace, name);
    if (!object || isAsIs(status, fieldAt(object, ['status']))) return;
    const path = `${pathOf(observedResource(kind), namespace, name)}/status`;
    await this.#options.api.call({ method: 'PATCH', path, body: { status }, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
  }

  /** @returns whether it is worth another try */
  async #fail(error: unknown): Promise<boolean> {
    const status = error instanceof ApiError ? error.status : undefined;
    if (status === 404) return false;
    // A server that is starting knows no rights yet.
    if (status === 403 && !(await askReady(this.#options.api).catch(() => false))) return true;
    const message = error instanceof Error ? error.message : String(error);
    if (message !== this.#warned) this.#options.warn(`statuses of StackSets and Stacks are not written: ${message}`);
    this.#warned = message;
    if (status === undefined || status >= 500) return true;
    if (status === 403) {
      this.#silentUntil = performance.now() + FORBIDDEN_MILLISECONDS;
      this.#waiting.clear();
    }
    return false;
  }
}

/** Whether a merge patch would change nothing. https://www.rfc-editor.org/rfc/rfc7396 */
function isAsIs(patch: unknown, value: unknown): boolean {
  if (patch === null) return value === undefined || value === null;
  if (Array.isArray(patch))
    return Array.isArray(value) && patch.length === value.length && patch.every((item, index) => isAsIs(item, value[index]));
  if (typeof patch !== 'object') return patch === value;
  return typeof value === 'object' && value !== null && Object.entries(patch).every(([key, field]) => isAsIs(field, fieldAt(value, [key])));
}
