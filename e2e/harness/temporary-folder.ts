import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new, empty folder that is removed when the running test ends. Its path has no symbolic links, as tools print it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'stackset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of a tree, such as a fixture's package, for the running test to change. */
export async function copyOf(tree: string): Promise<string> {
  const folder = await temporaryFolder();
  await cp(tree, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
