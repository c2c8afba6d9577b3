import type { Command } from 'commander';
import type { Timestamp } from '../../core/model/state.ts';
import { DEFAULT_SYNC_SETTINGS } from '../../core/schema/sync-config/defaults.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import type { InterventionPlan } from '../intervention/intervention.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import type { ExitCode } from './exit-code.ts';
import { type CommitOptions, interveneInCheckout, withCommitOptions } from './intervene.ts';
import { readTime } from './read-time.ts';

interface Options extends CommitOptions {
  readonly until?: Timestamp;
  readonly controller?: readonly string[];
  readonly file: string;
}

const FREEZE_EXAMPLES = `
Examples:
  $ stackset freeze 'the big sale' --until 2026-11-30T06:00:00Z --push
  $ stackset freeze 'errors in eu-1' --controller eu-1
  $ stackset freeze 'the big sale' --dry-run                            look first`;

const UNFREEZE_EXAMPLES = `
Examples:
  $ stackset unfreeze --push
  $ stackset unfreeze -m 'the sale is over'`;

const withFile = (command: Command): Command =>
  command.option('--file <PATH>', 'the file, where SyncConfigs name another one; from the root', DEFAULT_SYNC_SETTINGS.freezeFile);

export const defineFreeze: DefineCommand = (program, context, finish) => {
  withFile(withCommitOptions(program.command('freeze')))
    .summary('Stop all decisions of all sync controllers, by a commit.')
    .description(
      'Stop all decisions of all sync controllers of this repository, by a commit of one file. What people commit is still rendered, and a revert still rolls back.',
    )
    .argument('<REASON>', 'why, for everybody who asks why nothing moves')
    .option('--until <TIME>', 'when it ends by itself, such as 2026-11-30T06:00:00Z (default: when somebody runs unfreeze)', readTime)
    .option('--controller <NAME...>', 'only these, by the names of their SyncConfigs (default: all)')
    .addHelpText('after', FREEZE_EXAMPLES)
    .action(async (reason: string, options: Options, command: Command) => {
      const { planFreeze } = await import('../intervention/plan-freeze.ts');
      const wish = { reason, controllers: options.controller ?? [], ...(options.until !== undefined && { until: options.until }) };
      const plan = (checkout: Checkout, now: Timestamp): InterventionPlan => planFreeze(checkout, options.file, { ...wish, now });
      finish(await change(plan, options, context, command));
    });
};

export const defineUnfreeze: DefineCommand = (program, context, finish) => {
  withFile(withCommitOptions(program.command('unfreeze')))
    .description('Let sync controllers decide again after a freeze, by a commit.')
    .addHelpText('after', UNFREEZE_EXAMPLES)
    .action(async (options: Options, command: Command) => {
      const { planUnfreeze } = await import('../intervention/plan-freeze.ts');
      finish(await change((checkout) => planUnfreeze(checkout, options.file), options, context, command));
    });
};

/** Changes the file in the repository of the working directory. */
async function change(
  plan: (checkout: Checkout, now: Timestamp) => InterventionPlan,
  options: Options,
  context: CommandContext,
  command: Command,
): Promise<ExitCode> {
  const { checkRepositoryPath } = await import('../../core/schema/sync-config/repository-path.ts');
  if (options.file === '.' || checkRepositoryPath(options.file, []).length > 0) command.error('error: --file is a path from the root');
  return interveneInCheckout((checkout, { now }) => ({ plan: plan(checkout, now) }), options, context, command);
}
