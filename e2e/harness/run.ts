import { execa } from 'execa';

interface RunOptions {
  readonly cwd?: string;
  /** What the program reads from stdin; nothing where it is missing. */
  readonly input?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

interface RunResult {
  readonly exitCode: number;
  /** Byte for byte, the last newline included. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. An exit code other than 0 is a result; a program that cannot start, or dies by a signal, throws. */
export async function run(command: string, args: readonly string[] = [], options: RunOptions = {}): Promise<RunResult> {
  const { exitCode, stdout, stderr, ...rest } = await execa(command, args, {
    cwd: options.cwd ?? process.cwd(),
    env: { NO_COLOR: '1', ...options.env },
    input: options.input ?? '',
    reject: false,
    stripFinalNewline: false,
  });
  if (exitCode === undefined) throw new Error(`${command} gave no exit code`, { cause: rest });
  return { exitCode, stdout, stderr };
}
