import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performPlan } from '../package/perform-plan.ts';
import type { ImportPlan } from './import-plan.ts';

/** Writes what a plan says, all of it or nothing: where a file cannot be written, those that were are taken away again. */
export function writeImport({ changes, packages, problems }: ImportPlan, workingDirectory: string): void {
  try {
    performPlan({ changes, packages, problems }, workingDirectory);
  } catch (cause) {
    const written = changes.filter(({ path }) => existsSync(join(workingDirectory, path)));
    const removals = written.map(({ path }) => ({ action: 'remove' as const, path, before: '' }));
    performPlan({ changes: removals, packages, problems }, workingDirectory);
    throw new Error('nothing was imported', { cause });
  }
}
