import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';
import { reasonOf } from './list-files.ts';

/** Far above any package's file, and far below what would hurt: etcd takes objects of at most 1.5 MB. */
const MAX_BYTES = 10 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** Most files fit: they are read with one call, without asking for their size, and without leaving a buffer each to be collected. */
const first = Buffer.allocUnsafe(64 * 1024);

export type FileContent = { readonly content: Buffer } | { readonly problem: LocatedProblem } | undefined;

/**
 * Reads a file, or says why not. Of a file that is too large only whether it concerns this project is found out: a large file
 * of another kind is none of ours and gives undefined.
 * The content is valid until the next file is read.
 * @param marks texts of which one is in every file that matters
 */
export function readPackageFile(path: string, marks: readonly string[]): FileContent {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const start = readSync(file, first, 0, first.length, 0);
    if (start < first.length) return { content: first.subarray(0, start) };
    const { size } = fstatSync(file);
    if (size <= MAX_BYTES) return { content: readWhole(file, size) };
    return contains(file, marks) ? { problem: tooLarge(path, size) } : undefined;
  } catch (cause) {
    return {
      problem: fileProblem(
        path,
        'error',
        'FileUnreadable',
        `the file cannot be read: ${reasonOf(cause)}`,
        'Give yourself the right to read it.',
      ),
    };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readWhole(file: number, size: number): Buffer {
  const content = Buffer.allocUnsafe(size);
  return content.subarray(0, readSync(file, content, 0, size, 0));
}

function tooLarge(path: string, size: number): LocatedProblem {
  const megabytes = Math.round(size / 1024 / 1024);
  const message = `the file has ${megabytes} MB; at most ${MAX_BYTES / 1024 / 1024} MB are read`;
  return fileProblem(path, 'error', 'FileTooLarge', message, 'Split it, and keep the StackSet in a file of its own.');
}

/** Looks for a mark in pieces that overlap, so that a large file is never in memory as a whole. */
function contains(file: number, marks: readonly string[]): boolean {
  const overlap = Math.max(...marks.map((mark) => mark.length));
  const buffer = Buffer.alloc(CHUNK);
  for (let position = 0; ; position += CHUNK - overlap) {
    const read = readSync(file, buffer, 0, CHUNK, position);
    const piece = buffer.subarray(0, read);
    if (marks.some((mark) => piece.includes(mark))) return true;
    if (read < CHUNK) return false;
  }
}
