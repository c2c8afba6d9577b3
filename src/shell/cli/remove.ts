import type { Command } from 'commander';
import type { DefineCommand } from './define-command.ts';
import { type InterventionOptions, intervene, withInterventionOptions } from './intervene.ts';

interface Options extends InterventionOptions {
  readonly stack?: string;
}

const EXAMPLES = `
Examples:
  $ stackset remove apps/shop             the whole StackSet, with all that was generated for it
  $ stackset remove apps/shop --stack v1  take the traffic from one stack; it leaves as spec.stackLifecycle says`;

export const defineRemove: DefineCommand = (program, context, finish) => {
  withInterventionOptions(program.command('remove'))
    .description('Drain a StackSet, or one of its stacks, and have it leave the cluster, by a commit.')
    .argument('<DIR>', 'the folder of a package, or one above several')
    .option('--stack <STACK>', 'only this one, by version or by full name')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: Options, command: Command) => {
      const { planDrain, planRemove } = await import('../intervention/plan-remove.ts');
      const { stack } = options;
      finish(
        await intervene(
          directory,
          (target) => (stack === undefined ? planRemove(target) : planDrain(target, stack)),
          options,
          context,
          command,
        ),
      );
    });
};
