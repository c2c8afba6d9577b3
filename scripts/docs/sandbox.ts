import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { execa } from 'execa';

interface Output {
  readonly exitCode: number;
  /** stdout and stderr as a terminal shows them, in the order in which they were written. */
  readonly text: string;
}

/** The place of one document's examples: an empty folder, and a home and PATH of its own. */
export interface Sandbox {
  write(path: string, content: string): Promise<void>;
  /** Runs a command in a shell. The current folder and `$?` last until the next command. */
  run(script: string): Promise<Output>;
  remove(): Promise<void>;
}

const GIT_CONFIG = `[user]
	name = Example
	email = example@example.org
[init]
	defaultBranch = main
[commit]
	gpgSign = false
`;

/** The same commits, and so the same hashes, in every run. */
const COMMIT_DATE = '2026-03-01T12:00:00Z';

/** `stackset` is the bundled command line to put on PATH. */
export async function createSandbox(stackset: string): Promise<Sandbox> {
  const root = await mkdtemp(join(await realpath(tmpdir()), 'example-'));
  const [home, bin, work, cwdFile] = ['home', 'bin', 'work', 'cwd'].map((name) => join(root, name)) as [string, string, string, string];
  await Promise.all([home, bin, work].map((folder) => mkdir(folder)));
  await Promise.all([
    writeFile(join(home, '.gitconfig'), GIT_CONFIG),
    writeFile(join(bin, 'stackset'), `#!/bin/sh\nexec '${process.execPath}' '${stackset}' "$@"\n`),
    writeFile(cwdFile, `${work}\n`),
  ]);
  await chmod(join(bin, 'stackset'), 0o755);
  const env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    NO_COLOR: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_PAGER: 'cat',
    GIT_AUTHOR_DATE: COMMIT_DATE,
    GIT_COMMITTER_DATE: COMMIT_DATE,
    CWD_FILE: cwdFile,
  };
  let last = 0;
  return {
    async write(path, content) {
      const file = join(work, path);
      if (relative(work, file).startsWith('..')) throw new Error(`${path} is outside the example's folder`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    async run(script) {
      const shell = `exec 2>&1; cd "$(cat "$CWD_FILE")" || exit; trap 'pwd > "$CWD_FILE"' EXIT; (exit ${last})\n${script}\n`;
      const { exitCode, stdout } = await execa('sh', ['-c', shell], { env, extendEnv: false, stdin: 'ignore', reject: false });
      if (exitCode === undefined) throw new Error(`the shell gave no exit code for: ${script}`);
      last = exitCode;
      return { exitCode, text: stdout };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
