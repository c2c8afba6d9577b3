import type { Credentials, SigningSettings } from '../../core/model/sync-config.ts';
import type { Identity } from './repository.ts';

/** In milliseconds. */
export interface Timeouts {
  /** A call to the server that says nothing for so long is ended. */
  readonly silence: number;
  /** A call to the server takes at most so long, progress or not. */
  readonly remote: number;
  /** A command on the clone alone takes at most so long. */
  readonly local: number;
}

export interface RepositoryOptions {
  /** `https:`, `http:`, `ssh:`, `file:`, `user@host:path` or an absolute path. */
  readonly url: string;
  /** Where it is missing: the branch that the remote's HEAD names. */
  readonly branch?: string;
  readonly outputBranch?: string;
  readonly credentials?: Credentials;
  /** A folder for clones, made where it is missing; several processes may share it, each gets a clone of its own. */
  readonly cacheFolder: string;
  readonly committer: Identity;
  readonly signing?: SigningSettings;
  readonly timeouts?: Partial<Timeouts>;
  /** Where a token, `PATH`, `HOME`, `GNUPGHOME` and proxies are looked up; this process's where it is missing. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
