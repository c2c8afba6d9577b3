import type { DeliveryReference } from './delivery.ts';

/** How a push and a fetch say who they are; exactly one of them. Secrets are named by file or variable, never given. */
export type Credentials =
  | { readonly kind: 'ssh'; readonly privateKeyFile: string; readonly knownHostsFile: string }
  | { readonly kind: 'token'; readonly from: TokenSource; readonly username: string }
  | {
      readonly kind: 'githubApp';
      readonly appId: string;
      readonly installationId: string;
      readonly privateKeyFile: string;
      /** Without a slash at its end. */
      readonly apiUrl: string;
    };

export type TokenSource = { readonly file: string } | { readonly environment: string };

export interface RepositorySettings {
  /** https, ssh, http, file, or `user@host:path`; without a password. */
  readonly url: string;
  /** Undefined: the branch that the remote's HEAD names. */
  readonly branch?: string;
  /** Folders to look at and below, from the root, normalized; `.` is all of it. */
  readonly paths: readonly string[];
  /** Names of files that may hold a StackSet; a star stands for any characters. */
  readonly files: readonly string[];
  /** The file that stops all decisions, from the root, normalized. */
  readonly freezeFile: string;
  /** Undefined: what needs none. */
  readonly credentials?: Credentials;
}

export interface SigningSettings {
  readonly format: 'ssh' | 'openpgp';
  /** File of the private key for ssh; fingerprint or id of the key for openpgp. */
  readonly key: string;
  /** Program that signs instead of ssh-keygen or gpg. */
  readonly program?: string;
}

/** The namespace of StackSets below a folder that name none. */
export interface Target {
  readonly path: string;
  readonly namespace: string;
}

/** What applies the packages at and below a folder. */
export interface AppliedBy extends DeliveryReference {
  /** From the repository's root, normalized. */
  readonly path: string;
}

export interface DeliverySettings {
  /** Whether Argo CD and Flux are asked to look at Git when a package has changed there. */
  readonly request: boolean;
  /** Whether the next step of a package waits until what applies it works with its newest files. */
  readonly wait: boolean;
  /** Where Applications are that live objects name without a namespace. */
  readonly argoCDNamespace: string;
  /** What the live objects do not say by themselves, as before the first deployment. */
  readonly appliedBy: readonly AppliedBy[];
}

export interface ClusterSettings {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Undefined: those of the StackSets. */
  readonly namespaces?: readonly string[];
}

export interface LeaderElectionSettings {
  /** Undefined: on exactly where the controller runs in a pod. */
  readonly enabled?: boolean;
  /** Undefined: the pod's own. */
  readonly namespace?: string;
  /** Of the Lease. */
  readonly name: string;
}

export const LOG_FORMATS = ['auto', 'json', 'text'] as const;
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

/** The settings of `stackset sync` with every default filled in; the names are the file's. */
export interface SyncConfig {
  /** `metadata.name`: the controller's id in the states that it adopts and in its commits. */
  readonly controller: string;
  readonly repository: RepositorySettings;
  readonly committer: { readonly name: string; readonly email: string };
  readonly signing?: SigningSettings;
  /** Milliseconds. */
  readonly pollInterval: number;
  /** Milliseconds. */
  readonly debounce: number;
  readonly dryRun: boolean;
  readonly targets: readonly Target[];
  /** Branch of the generated files, where it is another one than the sources'. */
  readonly output?: { readonly branch: string };
  readonly cluster: ClusterSettings;
  readonly delivery: DeliverySettings;
  readonly webhook?: { readonly secretFile: string };
  /** `host:port`, or `:port` for every address; undefined where nothing is served. */
  readonly listen?: string;
  readonly leaderElection: LeaderElectionSettings;
  readonly log: { readonly format: (typeof LOG_FORMATS)[number]; readonly level: (typeof LOG_LEVELS)[number] };
  /** Whether Kubernetes Events are written. */
  readonly events: boolean;
}
