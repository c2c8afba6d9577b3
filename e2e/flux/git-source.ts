import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Cluster } from '../cluster/cluster.ts';
import { FLUX_NAMESPACE } from './flux.ts';

/** A person or a program asks for a look at once by it. https://fluxcd.io/flux/components/source/gitrepositories/#triggering-a-reconcile */
const REQUEST = '{.metadata.annotations.reconcile\\.fluxcd\\.io/requestedAt}';

export interface GitSourceOptions {
  /** Looks at Git once, and then only when it is asked to, as one with a long interval. */
  readonly waits?: boolean;
}

/**
 * Plays Flux's source-controller for one GitRepository: publishes each tip of a branch as an archive over HTTP, with its digest and
 * revision in the object's status. https://fluxcd.io/flux/components/source/gitrepositories/#artifact
 */
export class GitSource {
  readonly #cluster: Cluster;
  readonly #repository: string;
  readonly #name: string;
  readonly #waits: boolean;
  readonly #server: Server;
  readonly #archives = new Map<string, Buffer>();
  readonly #ended: Promise<void>;
  #stopped = false;

  private constructor(cluster: Cluster, repository: string, name: string, { waits = false }: GitSourceOptions) {
    this.#cluster = cluster;
    this.#repository = repository;
    this.#name = name;
    this.#waits = waits;
    this.#server = createServer((request, response) => {
      const archive = this.#archives.get(request.url ?? '');
      response.writeHead(archive ? 200 : 404).end(archive);
    });
    this.#ended = this.#run();
  }

  /** @param manifest of a GitRepository, whose name is put in; its URL is not looked at */
  static async start(
    cluster: Cluster,
    repository: string,
    manifest: object,
    name: string,
    options: GitSourceOptions = {},
  ): Promise<GitSource> {
    const input = JSON.stringify({ ...manifest, metadata: { name, namespace: FLUX_NAMESPACE } });
    await cluster.kubectl(['apply', '-f', '-'], { input });
    return new GitSource(cluster, repository, name, options);
  }

  /** Ends; the GitRepository goes. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#cluster.tryKubectl(['delete', 'gitrepository', this.#name, '--namespace', FLUX_NAMESPACE]);
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    let published = '';
    let answered = 'none';
    while (!this.#stopped) {
      const asked = this.#waits ? await this.#request() : '';
      if (!this.#waits || asked !== answered) {
        const { stdout: tip } = await execa('git', ['rev-parse', 'main'], { cwd: this.#repository });
        if (tip !== published && (await this.#publish(tip))) published = tip;
        answered = asked;
      }
      await sleep(300);
    }
  }

  async #request(): Promise<string> {
    const object = ['get', 'gitrepository', this.#name, '--namespace', FLUX_NAMESPACE];
    return (await this.#cluster.tryKubectl([...object, `--output=jsonpath=${REQUEST}`])).stdout;
  }

  async #publish(commit: string): Promise<boolean> {
    const { stdout } = await execa('git', ['archive', '--format=tar.gz', commit], { cwd: this.#repository, encoding: 'buffer' });
    const archive = Buffer.from(stdout);
    const path = `/${commit}.tar.gz`;
    this.#archives.set(path, archive);
    const artifact = {
      path,
      url: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`,
      revision: `main@sha1:${commit}`,
      digest: `sha256:${createHash('sha256').update(archive).digest('hex')}`,
      lastUpdateTime: new Date().toISOString(),
      size: archive.length,
    };
    const conditions = [
      { type: 'Ready', status: 'True', reason: 'Succeeded', message: artifact.revision, lastTransitionTime: artifact.lastUpdateTime },
    ];
    const patch = JSON.stringify({ status: { artifact, conditions } });
    const object = ['gitrepository', this.#name, '--namespace', FLUX_NAMESPACE];
    const patched = await this.#cluster.tryKubectl(['patch', ...object, '--subresource=status', '--type=merge', '--patch', patch]);
    return patched.exitCode === 0;
  }
}
