import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { JsonObject } from '../../core/model/kubernetes.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { SyncConfig } from '../../core/model/sync-config.ts';
import { type EpochSeconds, parseTimestamp } from '../../core/model/timestamp.ts';
import type { SyncConfigOverrides } from '../../core/schema/read-sync-config.ts';
import type { OnceOptions } from '../controller/command/sync-once.ts';
import type { PassReport } from '../controller/pass-report.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options {
  readonly config?: string;
  readonly name?: string;
  readonly repository?: string;
  readonly branch?: string;
  readonly path?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cache?: string;
  readonly dryRun?: boolean;
  readonly once?: boolean;
  readonly live?: string;
  readonly now?: EpochSeconds;
  readonly output: 'text' | 'json';
}

const EXAMPLES = `
Examples:
  $ stackset sync --config sync.yaml                        watch a cluster, and commit what is decided
  $ stackset sync --config sync.yaml --dry-run              say what would be committed
  $ stackset sync --config sync.yaml --once                 one pass, for cron
  $ kubectl get deployments,services,horizontalpodautoscalers,ingresses,routegroups -A -o json > live.json
  $ stackset sync --config sync.yaml --once --live live.json  a pass by a dump, where the cluster is out of reach`;

export const defineSync: DefineCommand = (program, context, finish) => {
  program
    .command('sync')
    .description('Watch a cluster and commit decisions about StackSets in Git: traffic, prescaling, scale-down, clean-up.')
    .option('--config <FILE>', 'a SyncConfig; the options below replace its fields')
    .option('--name <ID>', 'of the controller, in the states that it adopts (metadata.name)')
    .option('--repository <URL>', 'the repository with the packages (spec.repository.url)')
    .option('--branch <NAME>', 'the branch that is followed and committed to (spec.repository.branch)')
    .option('--path <DIR...>', 'folders to look below for packages (spec.repository.paths)')
    .option('--kubeconfig <FILE>', 'how to reach the cluster (spec.cluster.kubeconfig)')
    .option('--context <NAME>', 'a context of the kubeconfig (spec.cluster.context)')
    .option('--cache <DIR>', 'where clones are kept (default: stackset-gitops/clones in the cache folder of the user)')
    .option('--dry-run', 'decide, and say what would be committed')
    .option('--once', 'make one pass, with at most one commit, and end')
    .option('--live <FILE>', 'with --once: what the cluster has, as kubectl get -o json or yaml prints it; - reads stdin')
    .option('--now <TIME>', 'with --once: decide as if it were this time, such as 2026-03-01T12:00:30Z', readTime)
    .addOption(
      new Option('-o, --output <FORMAT>', 'with --once: text for people, json for programs').choices(['text', 'json']).default('text'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options, command: Command) => {
      for (const name of ['live', 'now'] as const) {
        if (options[name] !== undefined && !options.once) command.error(`error: option '--${name}' is for one pass: say --once, too`);
      }
      if (options.output === 'json' && !options.once) command.error("error: option '--output json' is for one pass: say --once, too");
      const { cache } = options;
      // git runs in folders of its own.
      const inPlace = cache === undefined ? options : { ...options, cache: resolve(context.workingDirectory, cache) };
      finish(await sync(inPlace, context));
    });
};

function readTime(text: string): EpochSeconds {
  const seconds = parseTimestamp(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give an RFC 3339 time, such as 2026-03-01T12:00:30Z.');
  return seconds;
}

async function sync(options: Options, context: CommandContext): Promise<ExitCode> {
  const { readSettings } = await import('../controller/command/read-settings.ts');
  const { relativeProblem } = await import('../problem/relative-problem.ts');
  const { config, problems } = readSettings(options.config, overridesOf(options), context.workingDirectory);
  const place = (problem: LocatedProblem): LocatedProblem => relativeProblem(problem, context.workingDirectory);
  reportProblems(problems.map(place), context);
  if (!config || hasErrors(problems)) return EXIT_CODE.no;
  if (options.once) return once(config, options, context);
  const { syncForever } = await import('../controller/command/sync-forever.ts');
  return syncForever(config, options, context);
}

/** What flags say, as fields of the file. */
function overridesOf(options: Options): SyncConfigOverrides {
  const { name, repository, branch, path, kubeconfig, context, dryRun } = options;
  const given = <T extends JsonObject>(fields: T): T | undefined =>
    Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
  const spec = given({
    repository: given({ url: repository, branch, paths: path }),
    cluster: given({ kubeconfig, context }),
    dryRun,
  });
  return { ...(name !== undefined && { name }), ...(spec && { spec }) };
}

async function once(config: SyncConfig, options: Options, context: CommandContext): Promise<ExitCode> {
  const observed = await observedOf(config, options, context);
  if (!observed) return EXIT_CODE.no;
  const { cluster } = observed;
  const { syncOnce } = await import('../controller/command/sync-once.ts');
  const { systemClock } = await import('../controller/command/system-clock.ts');
  const { NO_OBSERVER } = await import('../controller/pass-observer.ts');
  const { environment } = context;
  try {
    const clock = systemClock(options.now);
    const report = await syncOnce(config, {
      ...observed,
      clock,
      observer: NO_OBSERVER,
      environment,
      ...(options.cache !== undefined && { cache: options.cache }),
    });
    await show(report, options, context);
    return isDone(report) ? EXIT_CODE.done : EXIT_CODE.no;
  } finally {
    await cluster.close();
  }
}

async function observedOf(
  config: SyncConfig,
  { live }: Options,
  context: CommandContext,
): Promise<Pick<OnceOptions, 'cluster' | 'source'> | undefined> {
  if (live === undefined) {
    const { watchCluster } = await import('../controller/command/watch-cluster.ts');
    const { DeliveryApi } = await import('../delivery/delivery-api.ts');
    const warn = (message: string): unknown => context.stderr.write(`${message}\n`);
    const { api, cluster } = watchCluster(config, context, warn);
    return { cluster, source: new DeliveryApi(api, warn) };
  }
  const { readLive } = await import('../plan/read-live.ts');
  const { dumpCluster } = await import('../kubernetes/dump-cluster.ts');
  const { dumpDeliveries } = await import('../delivery/dump-deliveries.ts');
  const { relativeProblem } = await import('../problem/relative-problem.ts');
  const { live: objects, problems } = await readLive(live, context.workingDirectory, context.stdin as AsyncIterable<Uint8Array | string>);
  reportProblems(
    problems.map((problem) => relativeProblem(problem, context.workingDirectory)),
    context,
  );
  return objects && { cluster: dumpCluster(objects), source: dumpDeliveries(objects) };
}

async function show(report: PassReport, { output }: Options, context: CommandContext): Promise<void> {
  if (output === 'json') {
    const { formatPassJson } = await import('../controller/command/format-pass-json.ts');
    context.stdout.write(formatPassJson(report));
  } else {
    const { formatPass } = await import('../controller/command/format-pass.ts');
    context.stdout.write(formatPass(report, styleFor(context.stdout, context)));
  }
}

/** What waits is done; what cannot be decided before a person has mended it is not. */
function isDone({ outcome, stackSets }: PassReport): boolean {
  const isInvalid = stackSets.some(
    ({ decision, problems }) => decision.blocked.some(({ reason }) => reason === 'Invalid') || hasErrors(problems),
  );
  return !isInvalid && ['committed', 'wouldCommit', 'unchanged'].includes(outcome.kind);
}
