import { accessSync, readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { reasonOf } from '../../package/list-files.ts';
import { ClusterError, NoClusterNamed } from './cluster-error.ts';

/** Which cluster, and as whom: fields of SyncConfig's `spec.cluster`, or options of a command. */
export interface ClusterChoice {
  /** A file; relative to the working directory. By default what `prefer` says. */
  readonly kubeconfig?: string;
  /** By default the kubeconfig's current one. */
  readonly context?: string;
  /** What is looked at first where no kubeconfig is named: a controller runs in its cluster, a person has a kubeconfig. */
  readonly prefer: 'service-account' | 'kubeconfig';
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
}

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Reads how to reach a cluster. Files named by `KUBECONFIG` are merged as kubectl does: of two entries of one name the first counts.
 * Throws a ClusterError where there is nothing to read, or it does not say what is asked for; its messages quote no content of a
 * kubeconfig, which holds secrets.
 */
export function loadKubeConfig(choice: ClusterChoice): KubeConfig {
  const files = kubeConfigFiles(choice);
  const isInCluster = choice.environment.KUBERNETES_SERVICE_HOST !== undefined && canRead(TOKEN_FILE);
  const usesServiceAccount = choice.kubeconfig === undefined && isInCluster && (choice.prefer === 'service-account' || files.length === 0);
  if (usesServiceAccount) return inCluster();
  const [first, ...others] = files.map(readKubeConfig);
  if (!first) throw new NoClusterNamed();
  for (const other of others) mergeInto(first, other);
  return withContext(first, choice.context);
}

function inCluster(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}

function kubeConfigFiles({ kubeconfig, environment, workingDirectory }: ClusterChoice): readonly string[] {
  if (kubeconfig !== undefined) return [resolve(workingDirectory, kubeconfig)];
  const named = (environment.KUBECONFIG ?? '').split(delimiter).filter((name) => name !== '');
  if (named.length > 0) return named.map((name) => resolve(workingDirectory, name)).filter((file) => named.length === 1 || canRead(file));
  const usual = join(environment.HOME ?? environment.USERPROFILE ?? '', '.kube', 'config');
  return isAbsolute(usual) && canRead(usual) ? [usual] : [];
}

function canRead(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}

function readKubeConfig(file: string): KubeConfig {
  const config = new KubeConfig();
  const text = readText(file);
  try {
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(file));
    return config;
  } catch (error) {
    throw new ClusterError(`the kubeconfig ${file} cannot be used: ${faultOf(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ClusterError(`the kubeconfig ${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** A message of the YAML reader quotes the lines around the place, which may be a token. */
function faultOf(error: unknown): string {
  const { reason, mark, message } = error as {
    readonly reason?: string;
    readonly mark?: { readonly line?: number };
    readonly message?: string;
  };
  if (mark !== undefined) return `line ${(mark.line ?? 0) + 1}: ${reason ?? 'it is no YAML'}`;
  return /^\w+\[\d+\]\.[\w.]+ is missing$/.test(message ?? '') ? String(message) : 'it is no kubeconfig';
}

function mergeInto(config: KubeConfig, other: KubeConfig): void {
  const missing = <T extends { readonly name: string }>(known: readonly T[], more: readonly T[]): readonly T[] =>
    more.filter(({ name }) => !known.some((entry) => entry.name === name));
  config.clusters = [...config.clusters, ...missing(config.clusters, other.clusters)];
  config.users = [...config.users, ...missing(config.users, other.users)];
  config.contexts = [...config.contexts, ...missing(config.contexts, other.contexts)];
  if (!config.currentContext) config.currentContext = other.currentContext;
}

function withContext(config: KubeConfig, context: string | undefined): KubeConfig {
  if (context !== undefined) config.setCurrentContext(context);
  const current = config.getCurrentContext();
  const known = config.contexts.map(({ name }) => name);
  if (!current) throw new ClusterError(`the kubeconfig has no current context; name one of ${known.join(', ') || 'none'}`);
  if (!known.includes(current)) {
    throw new ClusterError(`the kubeconfig has no context ${JSON.stringify(current)}; it has ${known.join(', ') || 'none'}`);
  }
  if (!config.getCurrentCluster()) throw new ClusterError(`the kubeconfig does not have the cluster of its context ${current}`);
  return config;
}
