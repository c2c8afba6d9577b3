import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../harness/run.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A repository as pre-commit clones it, with files of this project as they are now, in one commit. */
export interface HookRepository {
  readonly folder: string;
  readonly revision: string;
}

/** @param pathspecs of Git; files that Git ignores stay behind */
export async function hookRepository(...pathspecs: readonly string[]): Promise<HookRepository> {
  const folder = await temporaryFolder();
  const listed = await git(project, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs]);
  const deleted = new Set((await git(project, ['ls-files', '-z', '--deleted'])).split('\0'));
  for (const path of new Set(listed.split('\0').filter((path) => path !== '' && !deleted.has(path)))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(project, path), join(folder, path));
  }
  await git(folder, ['init', '--quiet']);
  await git(folder, ['add', '--all']);
  await git(folder, [
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.org',
    '-c',
    'commit.gpgSign=false',
    'commit',
    '--quiet',
    '-m',
    'hooks',
  ]);
  return { folder, revision: (await git(folder, ['rev-parse', 'HEAD'])).trim() };
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run('git', args, { cwd });
  if (exitCode !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}
