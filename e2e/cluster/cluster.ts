import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { run } from '../harness/run.ts';
import { logTail, type Service, signalService, startService, stopService } from '../harness/service.ts';
import { tool } from '../harness/tool.ts';
import { apiServer, authorityOf, serverOf } from './control-plane.ts';
import { type User, writeKubeconfig } from './credentials.ts';
import { untilApiAnswers } from './readiness.ts';
import type { Slot } from './slot.ts';

/** What is running; plain data, so that tests in other processes can share one cluster. */
export interface ClusterState extends Slot {
  /** By name of the program, `pods` for the server that answers for all pods, `skipper` once it is started. */
  readonly services: Readonly<Record<string, Service>>;
  /** Several test files use it: it must not be stopped. */
  readonly shared: boolean;
}

interface KubectlOptions {
  /** What kubectl reads from stdin, for `-f -`. */
  readonly input?: string;
  /** The admin's where it is missing. */
  readonly kubeconfig?: string;
}

/** A Kubernetes control plane of real programs on loopback, with one fake node whose pods answer HTTP. */
export class Cluster {
  readonly #services: Map<string, Service>;
  readonly slot: Slot;
  readonly shared: boolean;

  constructor(state: ClusterState) {
    this.slot = state;
    this.shared = state.shared;
    this.#services = new Map(Object.entries(state.services));
  }

  get folder(): string {
    return this.slot.folder;
  }

  /** The URL of the API server. */
  get server(): string {
    return serverOf(this.slot);
  }

  /** The path of a kubeconfig of the user who may do everything. */
  get kubeconfig(): string {
    return this.kubeconfigOf('admin');
  }

  /** The path of the kubeconfig of a user; `sync` and `nobody` have no rights before a test gives them some. */
  kubeconfigOf(user: User): string {
    return join(this.folder, `${user}.kubeconfig`);
  }

  /** The path of a new kubeconfig with a token of a ServiceAccount, which must be there. */
  async serviceAccountKubeconfig(namespace: string, name: string): Promise<string> {
    const token = await this.kubectl(['create', 'token', name, '--namespace', namespace, '--duration', '24h']);
    const path = join(this.folder, `${namespace}.${name}.kubeconfig`);
    return writeKubeconfig(path, this.server, authorityOf(this.slot), token.trim());
  }

  /** For clients of @kubernetes/client-node. */
  kubeConfig(user: User = 'admin'): KubeConfig {
    const config = new KubeConfig();
    config.loadFromFile(this.kubeconfigOf(user));
    return config;
  }

  /** Runs kubectl and gives what it prints. Throws, with what it says, where it fails. */
  async kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.tryKubectl(args, options);
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} failed: ${stderr}`);
    return stdout;
  }

  /** Runs kubectl; an exit code other than 0 is a result. */
  async tryKubectl(args: readonly string[], options: KubectlOptions = {}): ReturnType<typeof run> {
    const env = { KUBECONFIG: options.kubeconfig ?? this.kubeconfig, HOME: this.folder, KUBECTL_APPLYSET: 'true' };
    return run(tool('kubectl'), args, { env, ...(options.input === undefined ? {} : { input: options.input }) });
  }

  /** Stops the API server, which cuts all watches, and starts it again (2 s); returns when it answers. */
  async restartApiServer(options: { readonly signal?: NodeJS.Signals; readonly downMs?: number } = {}): Promise<void> {
    this.#assertOwn('restart the API server of');
    await this.stopApiServer(options.signal);
    await new Promise((resolve) => setTimeout(resolve, options.downMs ?? 0));
    await this.startApiServer();
  }

  /** After SIGTERM it ends all watches and refuses connections at once; its process would stay for up to a minute. SIGKILL is a crash. */
  async stopApiServer(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#assertOwn('stop the API server of');
    await stopService(this.#service('kube-apiserver'), signal, 3_000);
  }

  async startApiServer(): Promise<void> {
    await this.start(apiServer(this.slot));
    await untilApiAnswers(this.slot);
  }

  /** The API server hangs: connections are accepted by the kernel, and no answer comes. */
  pauseApiServer(): void {
    this.#assertOwn('pause the API server of');
    signalService(this.#service('kube-apiserver'), 'SIGSTOP');
  }

  resumeApiServer(): void {
    signalService(this.#service('kube-apiserver'), 'SIGCONT');
  }

  /** Starts one more program for this cluster, which ends with it. */
  async start(program: { readonly name: string; readonly args: readonly string[]; readonly command?: string }, env = {}): Promise<Service> {
    const { name, args } = program;
    const log = join(this.folder, 'logs', `${name}.log`);
    const command = program.command ?? tool(name as Parameters<typeof tool>[0]);
    const service = await startService(name, command, args, log, { env: { HOME: this.folder, ...env }, shared: this.shared });
    this.#services.set(name, service);
    return service;
  }

  /** The last lines of every program's log. */
  async logs(lines = 20): Promise<string> {
    const tails = await Promise.all([...this.#services.values()].map((service) => logTail(service, lines)));
    return tails.join('\n');
  }

  /** Ends all programs. What they have written stays until the run ends. */
  async stop(): Promise<void> {
    this.#assertOwn('stop');
    const [store, ...others] = [...this.#services.values()];
    await Promise.all(others.map((service) => stopService(service, 'SIGKILL')));
    if (store !== undefined) await stopService(store, 'SIGKILL');
  }

  /** What another process needs to use this cluster too. */
  state(): ClusterState {
    return { ...this.slot, services: Object.fromEntries(this.#services), shared: this.shared };
  }

  #service(name: string): Service {
    const service = this.#services.get(name);
    if (service === undefined) throw new Error(`${name} is not running`);
    return service;
  }

  #assertOwn(what: string): void {
    if (this.shared) throw new Error(`A test must not ${what} the shared cluster: use its own, \`useCluster({ own: true })\``);
  }
}
