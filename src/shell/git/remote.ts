import { classifyRefusal } from './classify-refusal.ts';
import { formatRefusal } from './format-refusal.ts';
import type { Git } from './git.ts';
import { GitError, isDamage } from './git-error.ts';
import type { Output } from './git-process.ts';
import type { LoginSource } from './login.ts';
import { RemoteError } from './remote-error.ts';
import type { Timeouts } from './repository-options.ts';
import { secretsOf } from './secrets-of.ts';
import { Tidying } from './tidy-clone.ts';

/** How often a login can be read in one call to the server: Git asks again after a redirect and on each new connection. */
const LOGIN_COPIES = 16;

/** What a call to the server gave, or why there was no answer. */
export interface RemoteOutput {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** For `classifyRefusal`: as the programs printed it. */
  readonly raw: string;
  /** For people. */
  readonly message: string;
  readonly silent: boolean;
}

function explain({ stderr, ended }: Output, timeouts: Timeouts, secrets: readonly string[]): string {
  if (ended === 'silent') return `no answer for ${timeouts.silence / 1000} s`;
  if (ended === 'late') return `not done after ${timeouts.remote / 1000} s`;
  if (ended === 'dropped') return 'given up, as the repository was closed';
  return formatRefusal(stderr, secrets);
}

/** Git commands that talk to the server, with its credentials and time limits. */
export class Remote {
  private readonly git: Git;
  private readonly url: string;
  private readonly login: LoginSource;
  private readonly timeouts: Timeouts;
  private readonly tidying: Tidying;

  constructor(git: Git, url: string, login: LoginSource, timeouts: Timeouts) {
    this.git = git;
    this.url = url;
    this.login = login;
    this.timeouts = timeouts;
    this.tidying = new Tidying(git);
  }

  /** Runs a command to its end, whatever that is. Throws a `RemoteError` if no login is to be had. */
  async call(args: readonly string[], input = ''): Promise<RemoteOutput> {
    const login = await this.login();
    const output = await this.git.call(args, {
      input,
      // A .netrc in the home folder would be asked before the credentials that were given.
      ...(login === undefined
        ? {}
        : { env: { HOME: this.git.folder }, secrets: `${login.username}\n${login.password}\n`.repeat(LOGIN_COPIES) }),
      limits: { total: this.timeouts.remote, silence: this.timeouts.silence },
    });
    this.tidying.countCall();
    return {
      exitCode: output.exitCode,
      stdout: output.stdout.toString(),
      raw: output.stderr,
      message: explain(output, this.timeouts, login === undefined ? [] : secretsOf(login)) || `exit code ${output.exitCode}`,
      silent: output.ended !== undefined,
    };
  }

  /** The output of a command that has to succeed: `doing` says to people what it is for. Else a `RemoteError`, or a `GitError` for damage. */
  async run(doing: string, args: readonly string[], input = ''): Promise<string> {
    const output = await this.call(args, input);
    if (output.exitCode === 0) return output.stdout;
    if (isDamage(output.raw)) throw new GitError(`${doing}: ${output.message}`, { damaged: true });
    throw new RemoteError(output.silent ? 'network' : classifyRefusal(output.raw), `${doing} ${this.url}: ${output.message}`);
  }
}
