import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A Git repository in a temporary folder, for a person to look around in: it is not removed. */
export interface DemoRepository {
  readonly folder: string;
  /** Where its remote is, once it has one. */
  readonly origin: string;
  /** Runs git and returns what it prints. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Replaces texts that are in a file, each once. */
  readonly edit: (file: string, replacements: Readonly<Record<string, string>>) => Promise<void>;
}

/** The person's own settings (an identity, hooks, signatures, line ends) must not get in the way. */
const SETTINGS = [
  'user.name=Demo',
  'user.email=demo@example.org',
  'init.defaultBranch=main',
  'commit.gpgSign=false',
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
].flatMap((setting) => ['-c', setting]);

/** Where the demo is started by a Git hook, they would lead Git to the repository of the hook. */
const FOREIGN = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };

/** Copies an example into a new repository. */
export async function createDemoRepository(example: string): Promise<DemoRepository> {
  const place = await mkdtemp(join(tmpdir(), 'stackset-'));
  const folder = join(place, 'demo');
  await cp(example, folder, { recursive: true });
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execa('git', [...SETTINGS, ...args], { cwd: folder, env: FOREIGN });
    return stdout;
  };
  await git('init', '--quiet');
  return { folder, origin: join(place, 'origin.git'), git, edit: (file, replacements) => edit(join(folder, file), replacements) };
}

async function edit(path: string, replacements: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(path, 'utf8');
  for (const [before, after] of Object.entries(replacements)) {
    if (text.split(before).length !== 2) throw new Error(`the demo expects "${before}" once in ${path}`);
    text = text.replace(before, () => after);
  }
  await writeFile(path, text);
}
