import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import { type Recorded, Recording } from '../cluster/recording.ts';
import { run } from '../harness/run.ts';
import { waitUntil } from '../harness/wait-until.ts';
import type { Applier, ApplierPlace } from '../sync/applier.ts';
import { ARGO_CD_NAMESPACE } from './argo-cd.ts';

/** What tests read of an Application; see Argo CD's CRD. */
export interface ApplicationObject {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly sync?: { readonly status: 'Synced' | 'OutOfSync' | 'Unknown'; readonly revision?: string };
    readonly health?: { readonly status: string };
    readonly operationState?: {
      readonly phase: string;
      readonly message?: string;
      readonly syncResult?: { readonly revision?: string };
    };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly status?: string;
      readonly health?: { readonly status: string; readonly message?: string };
      readonly requiresPruning?: boolean;
    }[];
  };
}

interface Manifest {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly spec: { readonly source: object; readonly destination: object; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface ApplicationPlace extends ApplierPlace {
  readonly cluster: Cluster;
  /** As the guide has it; its name, repository and destination are put in. */
  readonly manifest: object;
  /** Fields of its source in place of the guide's, such as another path. */
  readonly source?: object;
  /** Whether it is told of each commit, as by a webhook; it is, unless somebody else is to do it. */
  readonly isTold?: boolean;
}

/** An Application of Argo CD that applies a package, recorded all the time. */
export class Application implements Applier {
  readonly name: string;
  readonly #cluster: Cluster;
  readonly #repository: string;
  readonly #recording: Recording<ApplicationObject>;
  readonly #telling: Promise<void>;
  #stopped = false;

  private constructor({ cluster, repository, namespace, isTold = true }: ApplicationPlace, recording: Recording<ApplicationObject>) {
    this.name = namespace;
    this.#cluster = cluster;
    this.#repository = repository;
    this.#recording = recording;
    this.#telling = isTold ? this.#tell() : Promise.resolve();
  }

  static async start(place: ApplicationPlace): Promise<Application> {
    const { cluster, repository, namespace } = place;
    const { metadata, spec, ...manifest } = place.manifest as Manifest;
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${ARGO_CD_NAMESPACE}/applications`;
    const recording = await Recording.start<ApplicationObject>(cluster, path);
    const source = { ...spec.source, repoURL: `file://${repository}`, ...place.source };
    const destination = { ...spec.destination, namespace };
    const input = JSON.stringify({ ...manifest, metadata: { ...metadata, name: namespace }, spec: { ...spec, source, destination } });
    await cluster.kubectl(['apply', '-f', '-'], { input });
    return new Application(place, recording);
  }

  /** Everything that it ever was, the oldest first. */
  get versions(): readonly Recorded<ApplicationObject>[] {
    return this.#recording.of(this.name);
  }

  get status(): NonNullable<ApplicationObject['status']> {
    return this.versions.at(-1)?.object.status ?? {};
  }

  /** The moments at which something that tests look at had changed. */
  get history(): readonly object[] {
    const seen = this.versions.map(({ at, object: { status = {} } }) => {
      const { sync, health, operationState: operation, conditions } = status;
      const moment = { sync: sync?.status, revision: sync?.revision, health: health?.status, operation: operation?.phase };
      return { at, ...moment, message: operation?.message, conditions: conditions?.map(({ type, message }) => `${type}: ${message}`) };
    });
    return seen.filter((moment, index) => JSON.stringify({ ...moment, at: 0 }) !== JSON.stringify({ ...seen[index - 1], at: 0 }));
  }

  /** Waits until its status is as wanted. */
  async until(what: string, holds: (status: NonNullable<ApplicationObject['status']>) => boolean, timeoutMs = 120_000): Promise<void> {
    await waitUntil(`the Application ${what}`, async () => holds(this.status), { timeoutMs });
  }

  async untilApplied(commit: string, timeoutMs = 120_000): Promise<void> {
    const applied = async (): Promise<boolean> =>
      this.status.sync?.status === 'Synced' && (await this.#contains(this.status.sync.revision, commit));
    await waitUntil(`${commit} is applied`, applied, { timeoutMs });
  }

  /**
   * The moments at which it lost, without a new commit, what it had reached: OutOfSync after it was Synced to the same revision.
   */
  get flaps(): readonly string[] {
    const synced = new Set<string>();
    return this.versions.flatMap(({ at, object: { status } }) => {
      const { status: sync, revision = '' } = status?.sync ?? {};
      if (sync === 'Synced') synced.add(revision);
      return sync === 'OutOfSync' && synced.has(revision) ? [`${Math.round(at)}: OutOfSync at ${revision} again`] : [];
    });
  }

  /** Has Argo CD look at Git and the cluster, as a person does in its user interface. @returns whether it could be asked */
  async refresh(): Promise<boolean> {
    const annotate = ['annotate', 'application', this.name, '--namespace', ARGO_CD_NAMESPACE, '--overwrite'];
    return (await this.#cluster.tryKubectl([...annotate, 'argocd.argoproj.io/refresh=normal'])).exitCode === 0;
  }

  /** Ends; the Application goes, and leaves what it has applied. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#telling;
    this.#recording.stop();
    await this.#cluster.tryKubectl(['delete', 'application', this.name, '--namespace', ARGO_CD_NAMESPACE, '--wait=false']);
  }

  async #contains(revision: string | undefined, commit: string): Promise<boolean> {
    if (revision === undefined) return false;
    return (await run('git', ['-C', this.#repository, 'merge-base', '--is-ancestor', commit, revision])).exitCode === 0;
  }

  /** What Argo CD's webhook does of each push. */
  async #tell(): Promise<void> {
    let told = '';
    while (!this.#stopped) {
      const tip = (await run('git', ['-C', this.#repository, 'rev-parse', 'main'])).stdout;
      if (tip !== told) {
        if (await this.refresh()) told = tip;
      }
      await sleep(300);
    }
  }
}
