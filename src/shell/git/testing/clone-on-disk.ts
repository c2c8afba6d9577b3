import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** The folders of all clones in a cache folder. */
export async function clonesIn(cacheFolder: string): Promise<readonly string[]> {
  const paths = await readdir(cacheFolder, { recursive: true });
  return paths.filter((path) => /^[^/]+\/[^/]+\.git$/.test(path)).map((path) => join(cacheFolder, path));
}

export async function onlyClone(cacheFolder: string): Promise<string> {
  const [clone, ...others] = await clonesIn(cacheFolder);
  if (clone === undefined || others.length > 0) throw new Error(`There is not exactly one clone in ${cacheFolder}.`);
  return clone;
}

/** Names of a clone's packs, sorted. */
export async function packsIn(clone: string): Promise<readonly string[]> {
  return (await readdir(join(clone, 'objects/pack'))).filter((file) => file.endsWith('.pack')).sort();
}

/** Texts of all file contents that a clone has, sorted. */
export async function contentsIn(clone: string): Promise<readonly string[]> {
  const git = async (...args: readonly string[]): Promise<string> => (await execa('git', args, { cwd: clone })).stdout;
  const objects = (await git('cat-file', '--batch-all-objects', '--batch-check')).split('\n');
  const blobs = objects.filter((line) => line.includes(' blob ')).map((line) => line.slice(0, line.indexOf(' ')));
  return (await Promise.all(blobs.map((oid) => git('cat-file', 'blob', oid)))).sort();
}
