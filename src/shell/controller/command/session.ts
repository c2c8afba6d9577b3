import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { Repository } from '../../git/repository.ts';
import type { ControllerOptions } from '../controller.ts';

/** What a command is given besides the settings. */
export interface SessionOptions {
  /** A folder for clones; undefined for the one that the environment names. */
  readonly cache?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Clones the repository of the settings, or finds its clone. Nothing is asked of the server yet. */
export async function openSyncRepository(config: SyncConfig, { cache, environment }: SessionOptions): Promise<Repository> {
  const { openRepository } = await import('../../git/open-repository.ts');
  const { url, branch, credentials } = config.repository;
  return openRepository({
    url,
    committer: config.committer,
    cacheFolder: cache ?? cacheFolder(environment),
    environment,
    ...(branch !== undefined && { branch }),
    ...(config.output && { outputBranch: config.output.branch }),
    ...(credentials && { credentials }),
    ...(config.signing && { signing: config.signing }),
  });
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function cacheFolder({ XDG_CACHE_HOME, HOME }: SessionOptions['environment']): string {
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'stackset-gitops', 'clones');
}

/** The settings as the controller takes them. */
export const controllerSettings = (
  config: SyncConfig,
): Pick<ControllerOptions, 'controller' | 'scope' | 'freezeFile' | 'targets' | 'dryRun'> => ({
  controller: config.controller,
  scope: { paths: config.repository.paths, files: config.repository.files },
  freezeFile: config.repository.freezeFile,
  targets: config.targets,
  dryRun: config.dryRun,
});
