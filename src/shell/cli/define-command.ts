import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';

/** Adds a command to the program. The command hands its exit code to `finish`. */
export type DefineCommand = (program: Command, context: CommandContext, finish: (code: ExitCode) => void) => void;
