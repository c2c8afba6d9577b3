import type { DeliveryReference } from '../../core/model/delivery.ts';
import type { ApiConnection } from '../kubernetes/connection/api-connection.ts';
import { ApiError } from '../kubernetes/connection/cluster-error.ts';
import { askReady } from '../kubernetes/observe/probe.ts';
import { deliveryPath, type GitOpsKind } from './delivery-path.ts';
import type { DeliveryRequest } from './plan-request.ts';

/** Where Applications and Kustomizations are read and asked. Neither ever throws. */
export interface DeliverySource {
  /** Null where there is none, or none may be read; undefined where nobody could tell just now. */
  read(reference: DeliveryReference): Promise<unknown>;
  ask(request: DeliveryRequest): Promise<void>;
}

const TIMEOUT_MILLISECONDS = 3000;

/** After a refusal the right is not tried again so soon; it may be given later. */
const FORBIDDEN_MILLISECONDS = 600_000;

type Verb = 'read' | 'asked';

/** Objects of the cluster that is watched. What is missing is said once, and fails nothing. */
export class DeliveryApi implements DeliverySource {
  readonly #api: ApiConnection;
  readonly #warn: (message: string) => void;
  readonly #silentUntil = new Map<string, number>();
  readonly #warned = new Set<string>();

  constructor(api: ApiConnection, warn: (message: string) => void) {
    this.#api = api;
    this.#warn = warn;
  }

  read(reference: DeliveryReference): Promise<unknown> {
    const path = deliveryPath(reference);
    return this.#try('read', reference.kind, () => this.#api.call({ path, timeoutMilliseconds: TIMEOUT_MILLISECONDS }));
  }

  async ask({ target, annotation, value }: DeliveryRequest): Promise<void> {
    const body = { metadata: { annotations: { [annotation]: value } } };
    const request = { method: 'PATCH', path: deliveryPath(target), body, timeoutMilliseconds: TIMEOUT_MILLISECONDS } as const;
    await this.#try('asked', target.kind, () => this.#api.call(request));
  }

  async #try(verb: Verb, kind: GitOpsKind, doing: () => Promise<unknown>): Promise<unknown> {
    const right = `${verb} ${kind}`;
    if (performance.now() < (this.#silentUntil.get(right) ?? 0)) return null;
    try {
      return await doing();
    } catch (error) {
      return this.#fail(verb, kind, error);
    }
  }

  /** @returns null where another try would have the same answer */
  async #fail(verb: Verb, kind: GitOpsKind, error: unknown): Promise<null | undefined> {
    const status = error instanceof ApiError ? error.status : undefined;
    // Deleted, or never there: a label may name anything. So it is where the CRD is not installed.
    if (status === 404) return null;
    if (status === 403) {
      // A server that is starting knows no rights yet.
      if (!(await askReady(this.#api).catch(() => false))) return undefined;
      this.#silentUntil.set(`${verb} ${kind}`, performance.now() + FORBIDDEN_MILLISECONDS);
    }
    const fault = `${verb} ${kind} ${status ?? 'without an answer'}`;
    if (!this.#warned.has(fault)) this.#warn(`${CONSEQUENCES[verb](kind)}: ${error instanceof Error ? error.message : String(error)}`);
    this.#warned.add(fault);
    return status === 403 ? null : undefined;
  }
}

const CONSEQUENCES: Readonly<Record<Verb, (kind: GitOpsKind) => string>> = {
  read: (kind) => `no ${kind} is waited for, since none can be read`,
  asked: (kind) => `no ${kind} is asked to look at Git`,
};
