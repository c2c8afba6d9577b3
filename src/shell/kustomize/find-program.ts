import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The path of a program, as a shell finds it; undefined where there is none. Folders of the PATH that are not absolute are passed over:
 * there a repository could have its own.
 */
export function findProgram(name: string, { PATH = '' }: Readonly<Record<string, string | undefined>>): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  const folders = PATH.split(delimiter).filter(isAbsolute);
  return folders.flatMap((folder) => names.map((candidate) => join(folder, candidate))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
