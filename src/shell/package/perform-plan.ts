import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KUSTOMIZATION_FILE } from '../../core/layout/generated-files.ts';
import type { FileChange, RenderPlan } from './render-plan.ts';

/**
 * Writes what a plan says. Each file appears whole or not at all: it is written beside its place and renamed. A kustomization is
 * written after the files that it lists and before those leave that it no longer lists, so that what stands in Git can be
 * applied even where this was stopped half way; the next render then goes on.
 */
export function performPlan(plan: RenderPlan, workingDirectory: string): void {
  const folders = new Set<string>();
  for (const change of plan.changes.toSorted((a, b) => rank(a) - rank(b))) {
    const path = join(workingDirectory, change.path);
    if (change.action === 'remove') removeFile(path);
    else writeFile(path, change.after, folders);
  }
}

const rank = (change: FileChange): number => (change.action === 'remove' ? 2 : basename(change.path) === KUSTOMIZATION_FILE ? 1 : 0);

/** @param folders those that are known to exist, without leftovers */
function writeFile(path: string, text: string, folders: Set<string>): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  try {
    if (!folders.has(folder)) prepareFolder(folder);
    folders.add(folder);
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new Error(`cannot write ${path}`, { cause });
  }
}

/** A render that was killed leaves the file that it was writing; the next one that writes to the folder clears it away. */
function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const writer = /^\..+\.(\d+)\.tmp$/.exec(name)?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** Signal 0 only asks whether the process is there. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

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
