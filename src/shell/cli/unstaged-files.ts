import { dirname } from 'node:path';
import type { RenderPlan } from '../package/render-plan.ts';
import type { CommandContext } from './command-context.ts';

/**
 * Generated files whose content on disk is not what a commit made now would hold: changed, removed or new, and not added to the index.
 * Files that Git ignores are nobody's to add. Seen from the working directory, sorted; only what lies below it is looked at.
 * Throws with git's own words where the working directory is in no repository.
 */
export async function unstagedFiles(plan: RenderPlan, { workingDirectory, environment }: CommandContext): Promise<readonly string[]> {
  const { execa } = await import('execa');
  // In a hook of `git commit -a` the index is the one that the environment names: it is left as it is.
  const { exitCode, stdout, stderr, cause } = await execa(
    'git',
    ['ls-files', '-z', '--others', '--modified', '--deleted', '--deduplicate', '--exclude-standard'],
    { cwd: workingDirectory, env: { ...environment, LANGUAGE: 'en' }, extendEnv: false, stdin: 'ignore', reject: false },
  );
  if (exitCode !== 0) throw new Error('cannot ask git what is not in the commit', { cause: cause ?? new Error(stderr) });
  const folders = generatedFolders(plan);
  return stdout
    .split('\0')
    .filter((path) => path !== '' && folders.has(dirname(path)))
    .sort();
}

/** Also folders that hold nothing any more. */
const generatedFolders = ({ packages, changes }: RenderPlan): ReadonlySet<string> =>
  new Set([...packages.map(({ output }) => output), ...changes.map(({ path }) => dirname(path))]);
