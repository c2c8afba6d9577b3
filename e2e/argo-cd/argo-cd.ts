import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { argoCdDefinitions, argoCdSettings } from '../engines/definitions.ts';
import { run } from '../harness/run.ts';
import { tool } from '../harness/tool.ts';
import { waitUntil } from '../harness/wait-until.ts';

/** Where Argo CD keeps its settings and its Applications. */
export const ARGO_CD_NAMESPACE = 'argocd';

/**
 * Argo CD's repo-server and application-controller with a Redis, as processes on a cluster; they end with it. They are as its own
 * manifests install them, apart from `address`es, TLS between them, and that the destination `https://kubernetes.default.svc`
 * is the cluster's kubeconfig and not a ServiceAccount. Nobody logs in, so its API server and Dex do not run.
 */
export class ArgoCd {
  readonly #cluster: Cluster;
  readonly #home: string;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#home = join(cluster.folder, 'argo-cd');
  }

  static async start(cluster: Cluster): Promise<ArgoCd> {
    const argo = new ArgoCd(cluster);
    await mkdir(argo.#plugins, { recursive: true });
    await mkdir(join(argo.#home, 'tmp'));
    await argo.#configure();
    const redis = `127.0.0.1:${argo.#port(0)}`;
    await cluster.start({
      name: 'redis',
      command: 'redis-server',
      args: ['--bind', '127.0.0.1', '--port', `${argo.#port(0)}`, '--save', '', '--appendonly', 'no'],
    });
    const repoServer = ['--address=127.0.0.1', `--port=${argo.#port(1)}`, '--metrics-address=127.0.0.1', `--metrics-port=${argo.#port(2)}`];
    await argo.#startPart('argocd-repo-server', [...repoServer, '--disable-tls', `--redis=${redis}`]);
    await argo.#startPart('argocd-application-controller', [
      `--kubeconfig=${cluster.kubeconfig}`,
      `--namespace=${ARGO_CD_NAMESPACE}`,
      `--repo-server=127.0.0.1:${argo.#port(1)}`,
      '--repo-server-plaintext',
      `--redis=${redis}`,
      `--metrics-port=${argo.#port(3)}`,
      // The health of each object is told in the Application too; else only in its cache, for its API server.
      '--persist-resource-health',
      '--status-processors=4',
      '--operation-processors=4',
    ]);
    const healthy = async (port: number): Promise<boolean> => (await fetch(`http://127.0.0.1:${argo.#port(port)}/healthz`)).ok;
    await waitUntil('the repo-server answers', () => healthy(2), { timeoutMs: 120_000 });
    await waitUntil('the application-controller answers', () => healthy(3), { timeoutMs: 120_000 });
    return argo;
  }

  /** Changes the settings as an administrator does: a merge patch of the ConfigMap argocd-cm. @param file with the patch */
  async patchSettings(file: string): Promise<void> {
    const patch = ['--namespace', ARGO_CD_NAMESPACE, 'configmap', 'argocd-cm', '--type=merge', `--patch-file=${file}`];
    await this.#cluster.kubectl(['patch', ...patch]);
  }

  /**
   * Starts a config management plugin, which in a cluster is a sidecar of the repo-server, and waits until it can be asked.
   * @param name as its file has it
   * @param folder with its `plugin.yaml`
   * @param path on which it finds its commands
   */
  async startPlugin(name: string, folder: string, path: string): Promise<void> {
    await this.#startPart('argocd-cmp-server', [`--config-dir-path=${folder}`], { PATH: path });
    const socket = join(this.#plugins, `${name}.sock`);
    await waitUntil('the plugin listens', async () => (await run('test', ['-S', socket])).exitCode === 0);
  }

  get #plugins(): string {
    return join(this.#home, 'plugins');
  }

  #port(index: number): number {
    return this.#cluster.slot.ports + 20 + index;
  }

  /** All parts are one program, which is told by this variable, or by the name of a link, which one it is to be. */
  async #startPart(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#cluster.start(
      { name, command: tool('argocd'), args: [...args, '--logformat=text'] },
      {
        ARGOCD_BINARY_NAME: name,
        ARGOCD_GPG_ENABLED: 'false',
        ARGOCD_FAKE_IN_CLUSTER: 'true',
        ARGOCD_PLUGINSOCKFILEPATH: this.#plugins,
        ARGOCD_CMP_WORKDIR: join(this.#home, 'plugin-work'),
        KUBECONFIG: this.#cluster.kubeconfig,
        TMPDIR: join(this.#home, 'tmp'),
        PATH: `${dirname(tool('kustomize'))}:${process.env.PATH}`,
        ...env,
      },
    );
  }

  async #configure(): Promise<void> {
    const cluster = this.#cluster;
    await cluster.kubectl(['create', 'namespace', ARGO_CD_NAMESPACE]);
    const definitions = (await argoCdDefinitions()).flatMap((path) => ['-f', path]);
    await cluster.kubectl(['apply', '--server-side', ...definitions]);
    await waitUntil('Applications can be made', () =>
      cluster.kubectl(['get', 'applications,appprojects', '--namespace', ARGO_CD_NAMESPACE]),
    );
    const settings = ['-f', await argoCdSettings(), '-f', '-'];
    const own = { apiVersion: 'v1', kind: 'List', items: [...OTHER_SETTINGS, SECRET, PROJECT] };
    await cluster.kubectl(['apply', '--namespace', ARGO_CD_NAMESPACE, ...settings], { input: JSON.stringify(own) });
  }
}

const PART_OF = { 'app.kubernetes.io/part-of': 'argocd' };

/** What Argo CD wants to be there; empty, as its manifests have it apart from known hosts. */
const OTHER_SETTINGS = ['argocd-cmd-params-cm', 'argocd-gpg-keys-cm', 'argocd-ssh-known-hosts-cm', 'argocd-tls-certs-cm'].map((name) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: PART_OF },
}));

const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'argocd-secret', labels: PART_OF },
  stringData: { 'server.secretkey': 'nobody-logs-in' },
};

/** The project that an API server makes at its start. */
const PROJECT = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default' },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ namespace: '*', server: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};
