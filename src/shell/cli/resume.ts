import type { Command } from 'commander';
import type { DefineCommand } from './define-command.ts';
import { type InterventionOptions, intervene, withInterventionOptions } from './intervene.ts';

const EXAMPLES = `
Examples:
  $ stackset resume apps/shop
  $ stackset resume apps/shop --dry-run`;

export const defineResume: DefineCommand = (program, context, finish) => {
  withInterventionOptions(program.command('resume'))
    .description('End a hold, by a commit: the sync controller goes on to what spec.traffic asks for.')
    .argument('<DIR>', 'the folder of a package, or one above several')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: InterventionOptions, command: Command) => {
      const { planResume } = await import('../intervention/plan-hold.ts');
      finish(await intervene(directory, planResume, options, context, command));
    });
};
