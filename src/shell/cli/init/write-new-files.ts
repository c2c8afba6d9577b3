import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewFile } from './package-template.ts';

/** Which of the files are there already. */
export const existingFiles = (folder: string, files: readonly NewFile[]): readonly string[] =>
  files.map(({ name }) => name).filter((name) => existsSync(join(folder, name)));

/** Makes the folder where it is missing and writes the files; one that someone else has just made is not overwritten either. */
export async function writeNewFiles(folder: string, files: readonly NewFile[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, content } of files) await writeFile(join(folder, name), content, { flag: 'wx' });
  } catch (cause) {
    throw new Error(`cannot write the package into ${folder}`, { cause });
  }
}
