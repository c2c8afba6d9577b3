import type { FileTree, TooLarge } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';
import { reasonOf } from './list-files.ts';

/** Far above any package's file, and far below what would hurt: etcd takes objects of at most 1.5 MB. */
const MAX_BYTES = 10 * 1024 * 1024;

export type FileContent = { readonly content: Buffer } | { readonly problem: LocatedProblem } | undefined;

/**
 * Reads a file, or says why not. Of a file that is too large only whether it concerns this project is found out: a large file
 * of another kind is none of ours and gives undefined.
 * The content is valid until the next file is read.
 * @param marks texts of which one is in every file that matters
 */
export function readPackageFile(files: FileTree, path: string, marks: readonly string[]): FileContent {
  try {
    const content = files.read(path, MAX_BYTES);
    if (Buffer.isBuffer(content)) return { content };
    return files.contains(path, marks) ? { problem: tooLarge(path, content) } : undefined;
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
  }
}

/**
 * Reads a generated file, which was read before and so is within the limit.
 * @throws where it is not there any more
 */
export function readGenerated(files: FileTree, path: string): Buffer {
  const content = files.read(path, MAX_BYTES);
  if (!Buffer.isBuffer(content)) throw new Error(`${path} changed while it was read`);
  return content;
}

/** The text of a file that is there, of any size; '' where it was too large even to be loaded. */
export function readText(files: FileTree, path: string): string {
  const content = files.read(path, Number.POSITIVE_INFINITY);
  return Buffer.isBuffer(content) ? content.toString('utf8') : '';
}

function tooLarge(path: string, { size }: TooLarge): LocatedProblem {
  const megabytes = Math.round(size / 1024 / 1024);
  const message = `the file has ${megabytes} MB; at most ${MAX_BYTES / 1024 / 1024} MB are read`;
  return fileProblem(path, 'error', 'FileTooLarge', message, 'Split it, and keep the StackSet in a file of its own.');
}
