import { GitError, isDamage } from './git-error.ts';
import { type GitProcess, type Limits, type Output, startGit } from './git-process.ts';
import { splitRecords } from './split-records.ts';

interface CallOptions {
  readonly input?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: string | undefined;
  readonly limits?: Limits;
}

function failure(args: readonly string[], { stderr, ended, exitCode }: Output): GitError {
  const why = ended === undefined ? stderr.trim() || `exit code ${exitCode}` : `ended, as it took too long`;
  return new GitError(`git ${args.find((argument) => /^[a-z]/.test(argument))}: ${why}`, { damaged: isDamage(stderr) });
}

/** The `git` program on one repository. */
export class Git {
  readonly folder: string;
  private readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds for a call that names no limits. */
  private readonly limit: number;
  private readonly processes = new Set<GitProcess>();

  constructor(folder: string, environment: Readonly<Record<string, string>>, limit: number) {
    this.folder = folder;
    this.environment = environment;
    this.limit = limit;
  }

  private track(process: GitProcess): GitProcess {
    this.processes.add(process);
    void process.output.then(() => this.processes.delete(process));
    return process;
  }

  /** Runs a command to its end, whatever that is. */
  call(args: readonly string[], options: CallOptions = {}): Promise<Output> {
    return this.track(
      startGit(args, {
        cwd: this.folder,
        environment: { ...this.environment, ...options.env },
        input: options.input ?? '',
        secrets: options.secrets,
        gather: true,
        limits: options.limits ?? { total: this.limit },
      }),
    ).output;
  }

  /** The output of a command that has to succeed. */
  async run(args: readonly string[], options: CallOptions = {}): Promise<Buffer> {
    const output = await this.call(args, options);
    if (output.exitCode !== 0) throw failure(args, output);
    return output.stdout;
  }

  /** What a command that has to succeed prints, cut at each NUL, as it comes. Who stops listening ends the command. */
  async *records(args: readonly string[]): AsyncGenerator<readonly Buffer[], void, undefined> {
    const process = this.track(
      startGit(args, { cwd: this.folder, environment: this.environment, input: '', gather: false, limits: { total: this.limit } }),
    );
    let complete = false;
    try {
      yield* splitRecords(process.stdout);
      complete = true;
    } finally {
      if (!complete) process.end('dropped');
    }
    const output = await process.output;
    if (output.exitCode !== 0) throw failure(args, output);
  }

  /** Starts a command that answers what is written to it, without a time limit. */
  start(args: readonly string[]): GitProcess {
    return this.track(startGit(args, { cwd: this.folder, environment: this.environment, gather: false }));
  }

  /** Ends all that still runs. */
  async close(): Promise<void> {
    const processes = [...this.processes];
    for (const process of processes) process.end('dropped');
    await Promise.all(processes.map((process) => process.output));
  }
}
