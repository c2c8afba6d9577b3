import type { Command } from 'commander';
import type { DefineCommand } from './define-command.ts';
import { type InterventionOptions, intervene, withInterventionOptions } from './intervene.ts';

const EXAMPLES = `
Examples:
  $ git mv apps/shop apps/store && git commit -m 'Rename the shop' && stackset adopt apps/store
  $ stackset adopt clusters/eu-2/shop   a copy, for the controller of another cluster`;

export const defineAdopt: DefineCommand = (program, context, finish) => {
  withInterventionOptions(program.command('adopt'))
    .description('Let the sync controller take over a package that was copied, renamed or moved, by a commit.')
    .argument('<DIR>', 'the folder of a package, or one above several')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: InterventionOptions, command: Command) => {
      const { planAdopt } = await import('../intervention/plan-adopt.ts');
      finish(await intervene(directory, planAdopt, options, context, command));
    });
};
