import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAll } from '../build/bundle.ts';
import { documentFile, findDocuments, readDocument } from './documents.ts';
import { runExamples } from './run-examples.ts';
import { updateDocument } from './update-document.ts';

/** `npm run docs:update`: writes what the commands of the documents print into the documents. */
const folder = await mkdtemp(join(tmpdir(), 'docs-update-'));
try {
  await bundleAll(folder);
  for (const path of findDocuments()) await update(path);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function update(path: string): Promise<void> {
  const { markdown, steps } = await readDocument(path);
  const updated = updateDocument(markdown, await runExamples(steps, join(folder, 'stackset.mjs')));
  if (updated === markdown) return;
  await writeFile(documentFile(path), updated);
  console.log(`updated ${path}`);
}
