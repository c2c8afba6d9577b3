import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Reads a file, or all of stdin where its name is `-`. Throws, with the reason, where that cannot be read. */
export async function readInput(file: string, stdin: NodeJS.ReadableStream, workingDirectory: string): Promise<string> {
  if (file !== '-') {
    try {
      return readFileSync(resolve(workingDirectory, file), 'utf8');
    } catch (cause) {
      throw new Error(`cannot read ${file}`, { cause });
    }
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks).toString('utf8');
}
