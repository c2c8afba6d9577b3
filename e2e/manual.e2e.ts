import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeManual } from '../scripts/manual/write-manual.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

test('groff reads every manual page without a warning', async () => {
  const folder = await temporaryFolder();
  await writeManual(folder);
  const pages = await readdir(folder);
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages) {
    const input = await readFile(join(folder, page), 'utf8');
    // Wide, so that a command line that is longer than a terminal is no warning.
    const { exitCode, stderr } = await run('groff', ['-man', '-Tutf8', '-ww', '-z', '-rLL=200n'], { input });
    expect({ page, exitCode, stderr }).toEqual({ page, exitCode: 0, stderr: '' });
  }
});
