import { matchesOutput, outputLines } from './match-output.ts';
import type { Step } from './parse-examples.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** Run by .ci/run itself, on a fresh checkout; a test that runs them would run itself. */
const RUN_ELSEWHERE: ReadonlySet<string> = new Set(['npm ci && npm run demo', 'npm ci && npm test']);

export interface CommandRun {
  /** Of the command in the document, from 1. */
  readonly line: number;
  readonly script: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly exitCode: number;
  /** What is wrong with the example; nothing where it shows what was printed. */
  readonly fault?: string;
}

/** Does what a document does, in order, in a folder of its own; returns the commands that were run. */
export async function runExamples(steps: readonly Step[], stackset: string): Promise<readonly CommandRun[]> {
  const sandbox = await createSandbox(stackset);
  try {
    const runs: CommandRun[] = [];
    for (const step of steps) {
      if (step.type === 'file') await sandbox.write(step.path, step.content);
      if (step.type === 'console') runs.push(...(await runCommands(step.commands, sandbox)));
    }
    return runs;
  } finally {
    await sandbox.remove();
  }
}

type Commands = Extract<Step, { readonly type: 'console' }>['commands'];

async function runCommands(commands: Commands, sandbox: Sandbox): Promise<readonly CommandRun[]> {
  const runs: CommandRun[] = [];
  for (const [index, { line, script, expected }] of commands.entries()) {
    if (RUN_ELSEWHERE.has(script)) continue;
    const { exitCode, text } = await sandbox.run(script);
    const actual = outputLines(text);
    const fault = faultOf({ expected, actual, exitCode, next: commands[index + 1]?.script });
    runs.push({ line, script, expected, actual, exitCode, ...(fault === undefined ? {} : { fault }) });
  }
  return runs;
}

/** A reader takes a command for one that succeeds; where it does not, the next one must show it. */
function faultOf(run: Pick<CommandRun, 'expected' | 'actual' | 'exitCode'> & { readonly next: string | undefined }): string | undefined {
  if (!matchesOutput(run.expected, run.actual)) return 'the output is another';
  if (run.exitCode !== 0 && run.next !== 'echo $?') return `the exit code is ${run.exitCode}; show it with "$ echo $?" in the same block`;
  return undefined;
}
