import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The absolute path of a document. */
export const documentFile = (path: string): string => join(root, path);

/** The documents whose examples are run, as paths below the project: at the top README and CONTRIBUTING, and all of docs/. */
export function findDocuments(): readonly string[] {
  const top = readdirSync(root).filter((name) => name === 'README.md' || name === 'CONTRIBUTING.md');
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  return [...top, ...docs.map((path) => `docs/${path.replaceAll('\\', '/')}`)].sort();
}
