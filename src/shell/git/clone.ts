import { access, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TipFetcher } from './fetch-tips.ts';
import { Git } from './git.ts';
import { isDamage } from './git-error.ts';
import type { LoginSource } from './login.ts';
import { mendClone } from './mend-clone.ts';
import { ObjectReader } from './object-reader.ts';
import { Remote } from './remote.ts';
import type { RemoteUrl } from './remote-url.ts';
import type { Timeouts } from './repository-options.ts';

export interface CloneOptions {
  readonly folder: string;
  readonly url: RemoteUrl;
  /** Text of the clone's configuration file. */
  readonly config: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly login: LoginSource;
  readonly timeouts: Timeouts;
}

/** Marks a clone that has all contents. */
const COMPLETE = 'complete';

/** Whether contents stay on the server until they are asked for, or all are here. */
export type Completeness = 'partial' | 'complete';

/** A bare clone on disk and the means to work with it. */
export interface Clone {
  readonly git: Git;
  readonly reader: ObjectReader;
  readonly remote: Remote;
  readonly tips: TipFetcher;
  /** Whether contents stay on the server until they are asked for. */
  readonly partial: boolean;
  readonly close: () => Promise<void>;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether the commits at which the clone ended can be read. What is damaged farther back shows when somebody goes there. */
async function isWhole(git: Git): Promise<boolean> {
  const refs = await git.call(['for-each-ref', '--format=%(refname)', 'refs/remotes/origin/']);
  const names = refs.stdout
    .toString()
    .split('\n')
    .filter((name) => name !== '');
  const reads = await Promise.all(names.map((name) => git.call(['ls-tree', name])));
  return [refs, ...reads].every(({ exitCode, stderr }) => exitCode === 0 && !isDamage(stderr));
}

/** Makes the folder's clone usable, whatever state it is in. */
export async function openClone({ folder, url, config, environment, login, timeouts }: CloneOptions): Promise<Clone> {
  const git = new Git(folder, environment, timeouts.local);
  await mendClone(folder, config);
  const partial = !(await exists(join(folder, COMPLETE)));
  if (!(await isWhole(git))) {
    await emptyClone(folder, partial ? 'partial' : 'complete');
    await mendClone(folder, config);
  }
  const reader = new ObjectReader(git);
  const remote = new Remote(git, url.text, login, timeouts);
  const close = async (): Promise<void> => {
    reader.close();
    await git.close();
  };
  return { git, reader, remote, tips: new TipFetcher(git, remote, partial), partial, close };
}

/** Throws all that a clone has away, so that the next fetch begins anew. */
export async function emptyClone(folder: string, next: Completeness): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  if (next === 'complete') await writeFile(join(folder, COMPLETE), '');
}
