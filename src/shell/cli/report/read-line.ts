import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReadLine } from './source-excerpt.ts';

/** Beyond this a file is not read again only to show a line of it. */
const MAXIMUM_BYTES = 4 << 20;

/** Reads lines of files below a folder; a file that several problems are about is read once. */
export function lineReader(workingDirectory: string): ReadLine {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    const lines = files.get(file) ?? readLines(resolve(workingDirectory, file));
    files.set(file, lines);
    return lines[line - 1];
  };
}

/** An excerpt is an extra: where the file cannot be read, that is a problem of its own and shown as such. */
function readLines(path: string): readonly string[] {
  try {
    return statSync(path).size > MAXIMUM_BYTES
      ? []
      : readFileSync(path, 'utf8')
          .replace(/^\uFEFF/, '')
          .split(/\r\n|\r|\n/);
  } catch {
    return [];
  }
}
