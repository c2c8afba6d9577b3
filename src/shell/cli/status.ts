import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseGoDuration } from '../../core/checks/go-duration.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { StatusObjectSource } from '../status/read-status-objects.ts';
import type { StackSetStatus } from '../status/stack-set-status.ts';
import type { Look } from '../status/watch-status.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { fleetStatus } from './fleet-status.ts';
import { refuse } from './intervene.ts';
import { readTime } from './read-time.ts';
import { styleFor } from './report/style.ts';

interface Options {
  /** The last one counts; of several clusters one for each. */
  readonly live?: readonly string[];
  readonly syncConfig?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly revision?: string;
  readonly fetch?: boolean;
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly interval: number;
  readonly now?: Timestamp;
  readonly namespace?: string;
  readonly output: 'table' | 'wide' | 'json' | 'yaml';
}

const EXAMPLES = `
Examples:
  $ stackset status                             every StackSet below the working directory, by the cluster in use
  $ stackset status apps/shop --wait            until its traffic is where it is asked for; exit code 1 where it cannot get there
  $ stackset status apps/shop --live live.json  by a dump of kubectl get -o json
  $ stackset status --fetch -o wide             as the server has it
  $ stackset status --sync-config clusters/*/sync.yaml  all clusters in one table, each by the settings of its controller`;

export const defineStatus: DefineCommand = (program, context, finish) => {
  program
    .command('status')
    .description('Tell of each StackSet why its traffic does or does not move.')
    .argument('[DIR...]', 'folders to look below (default: the working directory)')
    .addOption(
      new Option(
        '--live <FILE>',
        'what the cluster has, as kubectl get -o json or yaml prints it, instead of a cluster; - reads stdin; with --sync-config NAME=FILE, once for each cluster',
      )
        .argParser((text: string, before: readonly string[] = []) => [...before, text])
        .conflicts(['kubeconfig', 'context']),
    )
    .option('--kubeconfig <FILE>', 'how to reach the cluster (default: as kubectl does)')
    .option('--context <NAME>', "the kubeconfig's context (default: its current one)")
    .addOption(
      new Option(
        '--sync-config <FILE...>',
        'the SyncConfigs of several clusters: which folders are theirs, and how to reach them',
      ).conflicts(['kubeconfig', 'context', 'namespace', 'wait']),
    )
    .option('--revision <REVISION>', 'a branch, tag or commit to look at (default: what is checked out)')
    .option('--fetch', 'look at what the server has of the branch that is checked out')
    .option('--wait', 'look again and again, and at the server, until traffic is where it is asked for')
    .addOption(new Option('--timeout <DURATION>', 'with --wait: how long at most').argParser(readDuration).default(600_000, '10m'))
    .addOption(new Option('--interval <DURATION>', 'with --wait: from one look to the next').argParser(readDuration).default(5000, '5s'))
    .option('--now <TIME>', 'judge as if it were this time, such as 2026-03-01T12:00:30Z (default: the present)', readTime)
    .option('-n, --namespace <NAME>', 'the namespace of packages that name none (default: where the cluster has their objects)')
    .addOption(
      new Option('-o, --output <FORMAT>', 'table for people, wide for more of it, json and yaml for programs')
        .choices(['table', 'wide', 'json', 'yaml'])
        .default('table'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) => {
      if (options.fetch && options.revision !== undefined) command.error("error: option '--fetch' cannot be used with option '--revision'");
      const { syncConfig, ...others } = options;
      if (syncConfig && directories.length > 0) command.error("error: option '--sync-config' says which folders are looked at");
      finish(syncConfig ? await fleetStatus({ ...others, syncConfig }, context) : await status(directories, options, context));
    });
};

function readDuration(text: string): number {
  const seconds = parseGoDuration(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('Write a duration, such as 30s or 10m.');
  return seconds * 1000;
}

async function status(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const { openStatus } = await import('../status/open-status.ts');
  const { workingDirectory, environment } = context;
  const source = await openStatus({
    directories,
    workingDirectory,
    environment,
    fetches: (options.fetch ?? false) || (options.wait === true && options.revision === undefined),
    ...(options.revision !== undefined && { revision: options.revision }),
    ...(options.now !== undefined && { now: options.now }),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
  });
  if (source.kind === 'refused') return refuse(source.problems, context);
  try {
    const { readStatusObjects } = await import('../status/read-status-objects.ts');
    const look = async (): Promise<Look> => {
      const { live, problems } = await readStatusObjects(directories, objectSource(options), context);
      return live ? { statuses: await source.look(live, (message) => context.stderr.write(`${message}\n`)) } : { problems };
    };
    return await tell(look, options, context);
  } finally {
    await source.close();
  }
}

function objectSource({ live, ...options }: Options): StatusObjectSource {
  const dump = live?.at(-1);
  return { ...options, ...(dump !== undefined && { live: dump }) };
}

async function tell(look: () => Promise<Look>, options: Options, context: CommandContext): Promise<ExitCode> {
  const { isDone, watchStatus } = await import('../status/watch-status.ts');
  const seen = options.wait
    ? await watchStatus(look, {
        timeout: options.timeout,
        interval: options.interval,
        now: () => performance.now(),
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        tell: (line) => context.stderr.write(`${line}\n`),
      })
    : await look();
  if ('problems' in seen) return refuse(seen.problems, context);
  const { statuses } = seen;
  await show(statuses, options, context);
  const isWell = options.wait ? statuses.every(isDone) : statuses.every(({ standing }) => standing !== 'invalid');
  return isWell ? EXIT_CODE.done : EXIT_CODE.no;
}

async function show(statuses: readonly StackSetStatus[], { output }: Options, context: CommandContext): Promise<void> {
  switch (output) {
    case 'table':
    case 'wide': {
      const { formatStatusTable } = await import('../status/format-status-table.ts');
      context.stdout.write(formatStatusTable(statuses, output === 'wide', styleFor(context.stdout, context)));
      if (statuses.length === 0) context.stderr.write('there is no StackSet in this commit\n');
      return;
    }
    case 'json':
    case 'yaml': {
      const { formatStatusJson, formatStatusYaml } = await import('../status/status-data.ts');
      context.stdout.write(output === 'json' ? formatStatusJson(statuses) : formatStatusYaml(statuses));
      return;
    }
  }
}
