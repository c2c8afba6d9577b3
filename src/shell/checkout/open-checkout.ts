import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { CommandContext } from '../cli/command-context.ts';
import { fileProblem } from '../package/file-problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { firstWords, Git } from './git.ts';

/** A person's checkout: a repository with a work tree. */
export interface Checkout {
  /** Runs at the root. */
  readonly git: Git;
  /** Absolute, through no link. */
  readonly root: string;
  /** From the root to the folder that was asked for, with `/`; '' for the root itself. */
  readonly path: string;
}

export type FoundCheckout = { readonly checkout: Checkout } | { readonly problem: LocatedProblem };

/**
 * Finds the repository that a folder is in. A folder that is gone counts as where it was, so that its history can still be asked for.
 * @param folder absolute
 */
export async function openCheckout(folder: string, environment: CommandContext['environment']): Promise<FoundCheckout> {
  const present = nearestFolder(folder);
  const { exitCode, stdout, stderr } = await new Git(present, environment).ask(['rev-parse', '--show-toplevel', '--show-prefix']);
  const [root = '', prefix = ''] = stdout.split('\n');
  if (exitCode !== 0 || root === '') return { problem: noCheckout(folder, stderr) };
  const rest = relative(present, folder).replaceAll('\\', '/');
  const path = [prefix.replace(/\/$/, ''), rest].filter((part) => part !== '').join('/');
  return { checkout: { git: new Git(resolve(root), environment), root: resolve(root), path } };
}

function nearestFolder(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory()) return path;
  return dirname(path) === path ? path : nearestFolder(dirname(path));
}

function noCheckout(folder: string, words: string): LocatedProblem {
  const remedy = 'Run the command in a checkout of the repository that holds the package.';
  return fileProblem(folder, 'error', 'NoCheckout', whyNot(words), remedy);
}

function whyNot(words: string): string {
  if (words.includes('not a git repository')) return 'this is in no Git repository';
  if (words.includes('work tree')) return 'this is a bare repository, which has no files to change';
  return `git does not take this for a repository: ${firstWords(words)}`;
}

/** The absolute path of a file of the repository. */
export const pathIn = ({ root }: Checkout, path: string): string => join(root, path);
