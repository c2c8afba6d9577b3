import type { Cluster } from '../cluster/cluster.ts';
import { type Recorded, Recording } from '../cluster/recording.ts';
import { run } from '../harness/run.ts';
import { waitUntil } from '../harness/wait-until.ts';
import type { Applier, ApplierPlace } from '../sync/applier.ts';
import { FLUX_NAMESPACE } from './flux.ts';
import { GitSource, type GitSourceOptions } from './git-source.ts';

/** What tests read of a Kustomization; see Flux's CRD. */
interface KustomizationObject {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly lastAttemptedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
    readonly inventory?: { readonly entries: readonly { readonly id: string }[] };
  };
}

interface KustomizationPlace extends ApplierPlace {
  readonly cluster: Cluster;
  /** As the guide has them; names, the source and the target namespace are put in. */
  readonly manifests: { readonly gitRepository: object; readonly kustomization: object };
  readonly source?: GitSourceOptions;
  /** Fields of the Kustomization's spec in place of the guide's. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A Kustomization of Flux that applies a package, with its source. It is recorded all the time. */
export class Kustomization implements Applier {
  readonly name: string;
  readonly #cluster: Cluster;
  readonly #repository: string;
  readonly #source: GitSource;
  readonly #recording: Recording<KustomizationObject>;

  private constructor(
    { cluster, repository, namespace }: KustomizationPlace,
    source: GitSource,
    recording: Recording<KustomizationObject>,
  ) {
    this.name = namespace;
    this.#cluster = cluster;
    this.#repository = repository;
    this.#source = source;
    this.#recording = recording;
  }

  static async start(place: KustomizationPlace): Promise<Kustomization> {
    const { cluster, repository, namespace, manifests } = place;
    const { spec, ...manifest } = manifests.kustomization as { readonly spec: object };
    const source = await GitSource.start(cluster, repository, manifests.gitRepository, namespace, place.source);
    const path = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/kustomizations`;
    const recording = await Recording.start<KustomizationObject>(cluster, path);
    const own = { targetNamespace: namespace, sourceRef: { kind: 'GitRepository', name: namespace } };
    const metadata = { name: namespace, namespace: FLUX_NAMESPACE };
    const input = JSON.stringify({ ...manifest, metadata, spec: { ...spec, ...own, ...place.spec } });
    await cluster.kubectl(['apply', '-f', '-'], { input });
    return new Kustomization(place, source, recording);
  }

  get versions(): readonly Recorded<KustomizationObject>[] {
    return this.#recording.of(this.name);
  }

  get status(): NonNullable<KustomizationObject['status']> {
    return this.versions.at(-1)?.object.status ?? {};
  }

  /** The reason of its condition Ready, such as `ReconciliationSucceeded`. */
  get ready(): string | undefined {
    return this.status.conditions?.find(({ type }) => type === 'Ready')?.reason;
  }

  get history(): readonly object[] {
    const seen = this.versions.map(({ at, object: { status = {} } }) => {
      const ready = status.conditions?.find(({ type }) => type === 'Ready');
      return {
        at,
        applied: status.lastAppliedRevision,
        attempted: status.lastAttemptedRevision,
        ready: ready?.reason,
        message: ready?.message,
      };
    });
    return seen.filter((moment, index) => JSON.stringify({ ...moment, at: 0 }) !== JSON.stringify({ ...seen[index - 1], at: 0 }));
  }

  async untilApplied(commit: string, timeoutMs = 120_000): Promise<void> {
    const applied = async (): Promise<boolean> => {
      const revision = this.status.lastAppliedRevision?.split(':')[1];
      if (revision === undefined) return false;
      return (await run('git', ['-C', this.#repository, 'merge-base', '--is-ancestor', commit, revision])).exitCode === 0;
    };
    await waitUntil(`${commit} is applied`, applied, { timeoutMs });
  }

  /** Waits until its status is as wanted. */
  async until(what: string, holds: (kustomization: Kustomization) => boolean, timeoutMs = 120_000): Promise<void> {
    await waitUntil(`the Kustomization ${what}`, async () => holds(this), { timeoutMs });
  }

  /** Ends; the Kustomization goes, and leaves what it has applied, as its `deletionPolicy` says. */
  async stop(): Promise<void> {
    this.#recording.stop();
    await this.#cluster.tryKubectl([
      'delete',
      'kustomizations.kustomize.toolkit.fluxcd.io',
      this.name,
      '--namespace',
      FLUX_NAMESPACE,
      '--wait=false',
    ]);
    await this.#source.stop();
  }
}
