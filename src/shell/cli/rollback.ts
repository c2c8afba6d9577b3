import type { Command } from 'commander';
import type { DefineCommand } from './define-command.ts';
import { type InterventionOptions, intervene, withInterventionOptions } from './intervene.ts';
import { weightPairs } from './weight-pairs.ts';

interface Options extends InterventionOptions {
  readonly to?: string;
}

const EXAMPLES = `
Examples:
  $ stackset rollback apps/shop               to the weights before the last move; once more: before that
  $ stackset rollback apps/shop --to 1a2b3c4  to the weights of a commit, as stackset history lists them
  $ stackset rollback apps/shop v1 100        to weights of your own
  $ stackset rollback apps/shop --dry-run     look first`;

export const defineRollback: DefineCommand = (program, context, finish) => {
  withInterventionOptions(program.command('rollback'))
    .usage('[options] <DIR> [STACK WEIGHT...]')
    .summary('Go back to the weights before the last move, by a commit.')
    .description(
      'Go back to the weights before the last move, by a commit: at once and on hold, or where a stack that gets traffic was scaled down, with its pods first.',
    )
    .argument('<DIR>', 'the folder of a package, or one above several')
    .argument('[STACK...]', 'stacks, each followed by the percent that it is to get; the others share the rest')
    .option('--to <COMMIT>', 'the weights that a commit had')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, words: string[], options: Options, command: Command) => {
      const { planRollback } = await import('../intervention/plan-rollback.ts');
      const weights = weightPairs(words, command);
      if (options.to !== undefined && weights.length > 0) command.error("error: option '--to' cannot be used with stacks and weights");
      const wish = { weights, ...(options.to !== undefined && { to: options.to }) };
      finish(await intervene(directory, (target, moment) => planRollback(target, moment, wish), options, context, command));
    });
};
