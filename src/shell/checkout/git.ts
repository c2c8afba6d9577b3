import type { CommandContext } from '../cli/command-context.ts';

/** What a run of git gave. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  /** Git's own words, without line breaks at the end. */
  readonly stderr: string;
}

/** Set where git runs a hook or an alias: they would lead away from the repository that the folder is in. */
const FOREIGN = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR', 'GIT_PREFIX'];

/** Settings of a person that would change what is read here; everything else (identity, signatures, hooks) is theirs to choose. */
const SETTINGS = [
  'log.showSignature=false',
  'log.showRoot=true',
  'log.follow=false',
  'trailer.separators=:',
  'core.quotePath=false',
  'color.ui=false',
  'advice.statusHints=false',
];

/** The `git` program in one folder, with the settings of the person whose checkout it is. */
export class Git {
  readonly folder: string;
  readonly #environment: CommandContext['environment'];

  constructor(folder: string, environment: CommandContext['environment']) {
    this.folder = folder;
    this.#environment = environment;
  }

  /** Runs git; whether it succeeded is for the caller to say. Throws where there is no such program. */
  async ask(args: readonly string[], input = ''): Promise<GitAnswer> {
    const { exitCode, stdout, stderr } = await this.#execute(args, input);
    return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8').trimEnd() };
  }

  /** What git prints. Throws with git's own words where it fails. */
  async run(args: readonly string[], input = ''): Promise<string> {
    return (await this.bytes(args, input)).toString('utf8');
  }

  /** The same as bytes. */
  async bytes(args: readonly string[], input = ''): Promise<Buffer> {
    const { exitCode, stdout, stderr } = await this.#execute(args, input);
    if (exitCode === 0) return stdout;
    throw new Error(`git ${args[0]} failed`, { cause: new Error(firstWords(stderr.toString('utf8'))) });
  }

  async #execute(args: readonly string[], input: string): Promise<{ exitCode: number; stdout: Buffer; stderr: Buffer }> {
    const { execa } = await import('execa');
    const environment = Object.fromEntries(Object.entries(this.#environment).filter(([name]) => !FOREIGN.includes(name)));
    const result = await execa('git', [...SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
      cwd: this.folder,
      // Git's words are shown, and looked at, in English; a locale would change what hooks do, too.
      env: { ...environment, LANGUAGE: 'en' },
      extendEnv: false,
      input,
      encoding: 'buffer',
      maxBuffer: MOST_BYTES,
      reject: false,
    });
    if (result.exitCode === undefined) throw new Error('cannot run git', { cause: result.cause ?? new Error(result.shortMessage) });
    return { exitCode: result.exitCode, stdout: Buffer.from(result.stdout), stderr: Buffer.from(result.stderr) };
  }
}

/** Of one answer: a state has some kilobytes, and a history some thousands of them. */
const MOST_BYTES = 1 << 30;

/** The first of git's words, on one line and without the marks that it puts in front. */
export const firstWords = (text: string): string =>
  text
    .replace(/^(fatal|error|hint|remote): ?/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MOST_LINES)
    .join('; ');

const MOST_LINES = 4;
