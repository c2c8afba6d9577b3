import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExamples, type Step } from './parse-examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The absolute path of a document. */
export const documentFile = (path: string): string => join(root, path);

/** The documents whose examples are run, as paths below the project: at the top README and CONTRIBUTING, and all of docs/. */
export function findDocuments(): readonly string[] {
  const top = readdirSync(root).filter((name) => name === 'README.md' || name === 'CONTRIBUTING.md');
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  return [...top, ...docs.map((path) => `docs/${path.replaceAll('\\', '/')}`)].sort();
}

interface Document {
  readonly path: string;
  readonly markdown: string;
  readonly steps: readonly Step[];
}

/** Throws, naming the document, where an example cannot be understood. */
export async function readDocument(path: string): Promise<Document> {
  const markdown = await readFile(documentFile(path), 'utf8');
  try {
    return { path, markdown, steps: parseExamples(markdown) };
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
