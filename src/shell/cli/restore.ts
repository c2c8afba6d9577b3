import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import type { ExitCode } from './exit-code.ts';
import { type CommitOptions, interveneInCheckout, withCommitOptions } from './intervene.ts';

interface Options extends CommitOptions {
  readonly ofMax: number;
}

const EXAMPLES = `
Examples:
  $ stackset restore --dry-run             look first
  $ stackset restore --push                everything below the working directory
  $ stackset restore apps/shop --of-max 50 with half of the pods that the autoscaler allows`;

export const defineRestore: DefineCommand = (program, context, finish) => {
  withCommitOptions(program.command('restore'))
    .summary('Prepare StackSets for an empty cluster, by a commit.')
    .description(
      'Prepare StackSets for an empty cluster, by a commit: every stack with traffic comes up with the pods for its weight in Git, and all waits begin now.',
    )
    .argument('[DIR...]', 'folders to look below for packages (default: the working directory)')
    .option('--of-max <PERCENT>', "how many of the autoscalers' most pods all of the traffic is to begin with", readPercent, 100)
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) => {
      finish(await restore(directories, options, context, command));
    });
};

function readPercent(text: string): number {
  const percent = Number(text);
  if (!/^\d{1,3}$/.test(text) || percent < 1 || percent > 100) throw new InvalidArgumentError('Give a whole number from 1 to 100.');
  return percent;
}

async function restore(directories: readonly string[], options: Options, context: CommandContext, command: Command): Promise<ExitCode> {
  const { planRestore } = await import('../intervention/plan-restore.ts');
  const { workingDirectory } = context;
  const named = directories.length > 0 ? directories : ['.'];
  return interveneInCheckout(
    async (checkout, { now }) => ({
      plan: await planRestore({ directories: named, workingDirectory, checkout, now, ofMost: options.ofMax }),
    }),
    options,
    context,
    command,
  );
}
