import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buildProgram } from '../../src/shell/cli/run-cli.ts';
import { formatManPage, pageName } from './man-page.ts';

/** Writes a manual page for the program and for each of its commands into a folder; returns their paths. */
export async function writeManual(folder: string): Promise<readonly string[]> {
  const nowhere = { write: () => undefined };
  const program = buildProgram(
    { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, workingDirectory: '/' },
    () => undefined,
  );
  await mkdir(folder, { recursive: true });
  return Promise.all(
    [program, ...program.commands].map(async (command) => {
      const path = join(folder, `${pageName(command)}.1`);
      await writeFile(path, formatManPage(command));
      return path;
    }),
  );
}
