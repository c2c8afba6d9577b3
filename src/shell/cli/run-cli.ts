import { Command, CommanderError } from 'commander';
import { version } from '../../../package.json';
import { defineAdopt } from './adopt.ts';
import type { CommandContext } from './command-context.ts';
import { COMPLETE, defineCompletion, printCompletion } from './completion.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode, WrongUse } from './exit-code.ts';
import { defineFn } from './fn.ts';
import { defineFreeze, defineUnfreeze } from './freeze.ts';
import { defineHistory } from './history.ts';
import { defineHold } from './hold.ts';
import { defineImport } from './import.ts';
import { defineInit } from './init.ts';
import { definePlan } from './plan.ts';
import { definePromote } from './promote.ts';
import { defineRemove } from './remove.ts';
import { defineRender } from './render.ts';
import { formatError } from './report/format-error.ts';
import { styleFor } from './report/style.ts';
import { defineRestore } from './restore.ts';
import { defineResume } from './resume.ts';
import { defineRollback } from './rollback.ts';
import { defineSimulate } from './simulate.ts';
import { defineStatus } from './status.ts';
import { defineSync } from './sync.ts';
import { defineTraffic } from './traffic.ts';
import { defineValidate } from './validate.ts';

const COMMANDS: readonly DefineCommand[] = [
  defineRender,
  defineValidate,
  defineInit,
  defineImport,
  definePlan,
  defineTraffic,
  definePromote,
  defineSync,
  defineStatus,
  defineHistory,
  defineRollback,
  defineHold,
  defineResume,
  defineFreeze,
  defineUnfreeze,
  defineAdopt,
  defineRemove,
  defineRestore,
  defineSimulate,
  defineFn,
  defineCompletion,
];

/**
 * The whole command line: what `main.ts` runs in a process and tests run without one. Never throws and never ends the process.
 * @param args without the names of node and the script
 */
export async function runCli(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.done;
  const program = buildProgram(context, (code) => {
    exitCode = code;
  });
  try {
    if (args[0] === COMPLETE) await printCompletion(program, args.slice(1), context);
    else await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.wrongUse;
    context.stderr.write(formatError(error, styleFor(context.stderr, context)));
    return error instanceof WrongUse ? EXIT_CODE.wrongUse : EXIT_CODE.no;
  }
}

/** All commands with their options and help; it has done nothing yet. */
export function buildProgram(context: CommandContext, finish: (code: ExitCode) => void): Command {
  const program = new Command('stackset')
    .description('Expands StackSets in Git into Stacks and all their children, for Argo CD and Flux to apply.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('Run the command with --help to see how it is used.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? DEFAULT_WIDTH,
      getErrHelpWidth: () => context.stderr.columns ?? DEFAULT_WIDTH,
    });
  for (const define of COMMANDS) define(program, context, finish);
  return program;
}

/** Of a terminal, for help that goes elsewhere. */
const DEFAULT_WIDTH = 80;

const EXIT_CODES = `
Exit codes: 0 done, 1 the answer is no (invalid, stale), 2 wrong use.

Start with:
  $ stackset init apps/shop
  $ stackset render apps/shop`;
