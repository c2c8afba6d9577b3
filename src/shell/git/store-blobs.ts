import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git.ts';
import { STAGED } from './mend-clone.ts';
import type { BlobId } from './repository.ts';

/** Files written at a time. */
const TOGETHER = 32;

/**
 * Puts contents into the clone and gives their ids, in the same order. They go through files, since `git hash-object` takes one content on
 * stdin but any number of paths: 600 contents are one process. `--no-filters` leaves every byte as it is.
 */
export async function storeBlobs(git: Git, contents: readonly (Buffer | string)[]): Promise<readonly BlobId[]> {
  if (contents.length === 0) return [];
  const folder = join(git.folder, STAGED);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    for (let start = 0; start < contents.length; start += TOGETHER) {
      const some = contents.slice(start, start + TOGETHER);
      await Promise.all(some.map((content, index) => writeFile(join(folder, String(start + index)), content, { mode: 0o600 })));
    }
    const paths = contents.map((_, index) => `${STAGED}/${index}\n`).join('');
    const ids = await git.run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input: paths });
    return ids.toString().trimEnd().split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
