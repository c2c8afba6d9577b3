import { realpathSync, statSync } from 'node:fs';
import { FileWriter } from '../files/file-writer.ts';

/** Replaces the text of a person's file at once or not at all; its permissions stay, and so does a link that leads to it. */
export function replaceFile(path: string, text: string): void {
  const file = realpathSync(path);
  new FileWriter().write(file, text, statSync(file).mode);
}
