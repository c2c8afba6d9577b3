import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { endGroup, forgetGroup, trackGroup } from './process-group.ts';

/** Why a command was ended before its time: it said nothing for too long, took too long, or is not wanted any more. */
export type Ended = 'silent' | 'late' | 'dropped';

export interface Limits {
  /** Milliseconds from start to end. */
  readonly total?: number;
  /** Milliseconds without a word on stdout or stderr. */
  readonly silence?: number;
}

interface ProcessOptions {
  /** Folder to run in. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined leaves stdin open for the caller to write to. */
  readonly input?: string | undefined;
  /** What a credential helper reads from file descriptor 3: never in an argument, the environment or a file. */
  readonly secrets?: string | undefined;
  /** Whether stdout is gathered; else the caller reads the stream. */
  readonly gather: boolean;
  readonly limits?: Limits | undefined;
}

export interface Output {
  /** Undefined if a signal ended it, or if Git could not be started. */
  readonly exitCode: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly ended: Ended | undefined;
}

export interface GitProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Never fails: it says how the process ended. */
  readonly output: Promise<Output>;
  readonly end: (why: Ended) => void;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Calls `late` and `silent` when a limit is reached; gives what stops the watch. */
function watch(streams: readonly Readable[], limits: Limits, end: (why: Ended) => void): () => void {
  const late = limits.total === undefined ? undefined : setTimeout(end, limits.total, 'late');
  const silent = limits.silence === undefined ? undefined : setTimeout(end, limits.silence, 'silent');
  if (silent !== undefined) for (const stream of streams) stream.on('data', () => silent.refresh());
  return () => {
    clearTimeout(late);
    clearTimeout(silent);
  };
}

/** Starts `git` as a process group of its own. */
export function startGit(args: readonly string[], options: ProcessOptions): GitProcess {
  const child = execa('git', args, {
    cwd: options.cwd,
    env: options.environment,
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    detached: true,
    cleanup: false,
    buffer: { stdout: options.gather },
    stdio: [
      options.input === undefined ? 'pipe' : bytes(options.input),
      'pipe',
      'pipe',
      ...(options.secrets === undefined ? [] : [[bytes(options.secrets)]]),
    ],
  });
  const { pid: group, stdin, stdout, stderr } = child as unknown as { pid?: number; stdin: Writable; stdout: Readable; stderr: Readable };
  let ended: Ended | undefined;
  const end = (why: Ended): void => {
    if (ended !== undefined || group === undefined) return;
    ended = why;
    void endGroup(group);
  };
  if (group !== undefined) trackGroup(group);
  const stopWatch = watch([stdout, stderr], options.limits ?? {}, end);
  const output = child.then((result): Output => {
    stopWatch();
    if (group !== undefined) forgetGroup(group);
    return {
      exitCode: result.exitCode,
      stdout: Buffer.from(result.stdout ?? []),
      stderr: group === undefined ? `git cannot be started: ${result.originalMessage}` : Buffer.from(result.stderr ?? []).toString(),
      ended,
    };
  });
  return { stdin, stdout, output, end };
}
