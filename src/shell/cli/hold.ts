import type { Command } from 'commander';
import type { DefineCommand } from './define-command.ts';
import { type InterventionOptions, intervene, withInterventionOptions } from './intervene.ts';

const EXAMPLES = `
Examples:
  $ stackset hold apps/shop
  $ stackset hold apps/shop -m 'errors on v2' --push`;

export const defineHold: DefineCommand = (program, context, finish) => {
  withInterventionOptions(program.command('hold'))
    .description('Keep traffic as it is, by a commit, until somebody edits spec.traffic or runs resume.')
    .argument('<DIR>', 'the folder of a package, or one above several')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: InterventionOptions, command: Command) => {
      const { planHold } = await import('../intervention/plan-hold.ts');
      finish(await intervene(directory, planHold, options, context, command));
    });
};
