import type { Credentials, SyncConfig, TokenSource } from '../../model/sync-config.ts';
import { DEFAULT_SYNC_SETTINGS } from './defaults.ts';
import { milliseconds } from './durations.ts';
import { normalizePath } from './repository-path.ts';

/** The file's fields, as the schema has them. */
export interface SyncConfigFile {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly repository: Partial<Omit<SyncConfig['repository'], 'url' | 'credentials'>> & {
      readonly url: string;
      readonly credentials?: CredentialsFile;
    };
    readonly committer?: Partial<SyncConfig['committer']>;
    readonly pollInterval?: string;
    readonly debounce?: string;
    readonly leaderElection?: Partial<SyncConfig['leaderElection']>;
    readonly log?: Partial<SyncConfig['log']>;
    readonly delivery?: Partial<SyncConfig['delivery']>;
  } & Partial<Pick<SyncConfig, 'signing' | 'dryRun' | 'targets' | 'output' | 'cluster' | 'webhook' | 'listen' | 'events'>>;
}

interface CredentialsFile {
  readonly ssh?: { readonly privateKeyFile: string; readonly knownHostsFile: string };
  readonly token?: { readonly file?: string; readonly environment?: string; readonly username?: string };
  readonly githubApp?: {
    readonly appId: string | number;
    readonly installationId: string | number;
    readonly privateKeyFile: string;
    readonly apiUrl?: string;
  };
}

const defaults = DEFAULT_SYNC_SETTINGS;

/** The settings of a file without errors. */
export function buildSyncConfig({ metadata: { name }, spec }: SyncConfigFile): SyncConfig {
  const { signing, output, webhook, listen = defaults.listen } = spec;
  return {
    controller: name,
    repository: buildRepository(spec.repository),
    committer: { ...defaults.committer, ...spec.committer },
    ...(signing && { signing }),
    pollInterval: milliseconds(spec.pollInterval ?? defaults.pollInterval) ?? 0,
    debounce: milliseconds(spec.debounce ?? defaults.debounce) ?? 0,
    dryRun: spec.dryRun ?? false,
    targets: (spec.targets ?? []).map(({ path, namespace }) => ({ path: normalizePath(path), namespace })),
    ...(output && { output }),
    cluster: spec.cluster ?? {},
    delivery: buildDelivery(spec.delivery),
    ...(webhook && { webhook }),
    ...(listen !== '' && { listen }),
    leaderElection: { name: `stackset-sync-${name}`, ...spec.leaderElection },
    log: { ...defaults.log, ...spec.log },
    events: spec.events ?? defaults.events,
  };
}

function buildDelivery({ appliedBy = [], ...rest }: Partial<SyncConfig['delivery']> = {}): SyncConfig['delivery'] {
  const placed = appliedBy.map(({ path, kind, namespace, name }) => ({ path: normalizePath(path), kind, namespace, name }));
  return { ...defaults.delivery, ...rest, appliedBy: placed };
}

function buildRepository({
  url,
  branch,
  paths,
  files,
  freezeFile,
  ...rest
}: SyncConfigFile['spec']['repository']): SyncConfig['repository'] {
  const credentials = rest.credentials && buildCredentials(rest.credentials);
  return {
    url,
    ...(branch !== undefined && { branch }),
    paths: [...new Set((paths ?? defaults.paths).map(normalizePath))],
    files: files ?? defaults.files,
    freezeFile: normalizePath(freezeFile ?? defaults.freezeFile),
    ...(credentials && { credentials }),
  };
}

function buildCredentials({ ssh, token, githubApp }: CredentialsFile): Credentials | undefined {
  if (ssh) return { kind: 'ssh', ...ssh };
  if (token) {
    const { file, environment = '', username = defaults.tokenUsername } = token;
    const from: TokenSource = file === undefined ? { environment } : { file };
    return { kind: 'token', from, username };
  }
  if (!githubApp) return undefined;
  const { appId, installationId, privateKeyFile, apiUrl = defaults.githubApiUrl } = githubApp;
  const url = apiUrl.replace(/\/$/, '');
  return { kind: 'githubApp', appId: String(appId), installationId: String(installationId), privateKeyFile, apiUrl: url };
}
