import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Contents on their way into the store, see store-blobs.ts. */
export const STAGED = 'staged';

/** Removes files and folders by name, at any depth. */
async function removeMatching(folder: string, pattern: RegExp): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (pattern.test(entry.name)) await rm(path, { recursive: true, force: true });
      else if (entry.isDirectory()) await removeMatching(path, pattern);
    }),
  );
}

/** A pack is there once its index is, which comes last; other files of the same name without one only take space. */
async function removeHalfPacks(packs: string): Promise<void> {
  const files = await readdir(packs);
  const complete = new Set(files.filter((file) => file.endsWith('.idx')).map((file) => file.slice(0, -'.idx'.length)));
  const half = files.filter((file) => file.startsWith('pack-') && !complete.has(file.replace(/\.\w+$/, '')));
  await Promise.all(half.map((file) => rm(join(packs, file), { force: true })));
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * Makes a folder a bare repository with the given configuration, or one that a killed process left behind usable again.
 * Nobody else may use it. Git itself leaves no half-written object or ref under its final name: it renames what is complete.
 */
export async function mendClone(folder: string, config: string): Promise<void> {
  await mkdir(join(folder, 'objects', 'pack'), { recursive: true });
  await mkdir(join(folder, 'refs'), { recursive: true });
  // No branch ends in .lock, so that no ref is taken for one.
  await removeMatching(folder, /\.lock$/);
  await removeMatching(join(folder, 'objects'), /^tmp_/);
  await removeHalfPacks(join(folder, 'objects', 'pack'));
  await rm(join(folder, 'gc.pid'), { force: true });
  await rm(join(folder, STAGED), { recursive: true, force: true });
  await replaceFile(join(folder, 'config'), config);
  // HEAD makes the folder a repository. It names a branch that is never there, since no branch is checked out.
  await replaceFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
}
