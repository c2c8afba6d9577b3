import { rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KUSTOMIZATION_FILE } from '../../core/layout/generated-files.ts';
import { FileWriter } from '../files/file-writer.ts';
import type { FileChange, RenderPlan } from './render-plan.ts';

/**
 * Writes what a plan says. Each file appears whole or not at all. A kustomization is written after the files that it lists and before those
 * leave that it no longer lists, so that what stands in Git can be applied even where this was stopped half way; the next render then goes on.
 */
export function performPlan(plan: RenderPlan, workingDirectory: string): void {
  const writer = new FileWriter();
  for (const change of plan.changes.toSorted((a, b) => rank(a) - rank(b))) {
    const path = join(workingDirectory, change.path);
    if (change.action === 'remove') removeFile(path);
    else writer.write(path, change.after);
  }
}

const rank = (change: FileChange): number => (change.action === 'remove' ? 2 : basename(change.path) === KUSTOMIZATION_FILE ? 1 : 0);

/** Also the folder, where nothing is left in it: Git knows no empty folders either. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (cause) {
    throw new Error(`cannot remove ${path}`, { cause });
  }
  try {
    rmdirSync(dirname(path));
  } catch {
    // Not empty: something of it stays.
  }
}
