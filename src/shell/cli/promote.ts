import { type Command, Option } from 'commander';
import type { ConflictWish } from '../promote/promote-package.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import type { ExitCode } from './exit-code.ts';
import { type CommitOptions, interveneInCheckout, withCommitOptions } from './intervene.ts';

interface Options extends CommitOptions {
  readonly from: string;
  readonly to: string;
  readonly stackset?: string;
  readonly onConflict?: ConflictWish;
}

const EXAMPLES = `
Examples:
  $ stackset promote --from dev --to beta --dry-run   look first: clusters/dev/apps/shop goes to clusters/beta/apps/shop
  $ stackset promote apps/shop --from dev --to beta   one application: apps/shop/dev goes to apps/shop/beta
  $ stackset promote --from beta --to stable --push   all of them, in one commit`;

export const definePromote: DefineCommand = (program, context, finish) => {
  withCommitOptions(program.command('promote'))
    .summary('Bring StackSets of one cluster to the versions that another has, by a commit.')
    .description(
      'Bring StackSets of one cluster to the versions that another has, by a commit: version, image and whatever else changed in the template. Traffic, hosts, numbers of pods and what a cluster has of its own stay.',
    )
    .argument('[DIR...]', 'folders to look below for packages (default: the working directory)')
    .requiredOption(
      '--from <CLUSTER>',
      'the step of the paths of packages that stands for the cluster, such as dev or clusters/dev; or its branch',
    )
    .requiredOption('--to <CLUSTER>', 'the step that the other cluster has in its place; or its branch, checked out')
    .option('--stackset <NAME>', 'only this StackSet')
    .addOption(
      new Option(
        '--on-conflict <WAY>',
        'where both clusters changed a field: keep what the other has, or take what comes (default: refuse)',
      ).choices(['keep', 'take']),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) => {
      finish(await promotePackages(directories, options, context, command));
    });
};

async function promotePackages(
  directories: readonly string[],
  options: Options,
  context: CommandContext,
  command: Command,
): Promise<ExitCode> {
  const { promote } = await import('../promote/promote.ts');
  const { workingDirectory, environment } = context;
  const { from, to, stackset, onConflict } = options;
  const named = directories.length > 0 ? directories : ['.'];
  return interveneInCheckout(
    (checkout) =>
      promote({
        directories: named,
        workingDirectory,
        checkout,
        environment,
        from,
        to,
        onConflict,
        ...(stackset !== undefined && { stackSet: stackset }),
      }),
    options,
    context,
    command,
  );
}
