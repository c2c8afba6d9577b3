import type { Timestamp } from '../../core/model/state.ts';
import type { SyncConfig } from '../../core/model/sync-config.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { ClusterStatus } from '../status/read-fleet.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODE, type ExitCode, WrongUse } from './exit-code.ts';
import { refuse } from './intervene.ts';
import { styleFor } from './report/style.ts';

export interface FleetOptions {
  /** Files with SyncConfigs, one for each cluster. */
  readonly syncConfig: readonly string[];
  /** `NAME=FILE`. */
  readonly live?: readonly string[];
  readonly revision?: string;
  readonly fetch?: boolean;
  readonly now?: Timestamp;
  readonly output: 'table' | 'wide' | 'json' | 'yaml';
}

/** Tells of all clusters in one table. */
export async function fleetStatus(options: FleetOptions, context: CommandContext): Promise<ExitCode> {
  const read = await readConfigs(options.syncConfig, context);
  if ('problems' in read) return refuse(read.problems, context);
  const { configs } = read;
  const dumps = new Map((options.live ?? []).map((text) => dumpOf(text, configs)));
  const { readFleet } = await import('../status/read-fleet.ts');
  const { revision, now } = options;
  const answer = await readFleet(
    { configs, dumps, fetches: options.fetch ?? false, ...(revision !== undefined && { revision }), ...(now !== undefined && { now }) },
    context,
  );
  if ('problems' in answer) return refuse(answer.problems, context);
  await show(answer.clusters, options, context);
  const isWell = answer.clusters.every(
    ({ statuses, unknown }) => unknown === undefined && statuses.every(({ standing }) => standing !== 'invalid'),
  );
  return isWell ? EXIT_CODE.done : EXIT_CODE.no;
}

async function readConfigs(
  files: readonly string[],
  { workingDirectory }: CommandContext,
): Promise<{ readonly configs: readonly SyncConfig[] } | { readonly problems: readonly LocatedProblem[] }> {
  const { readSettings } = await import('../controller/command/read-settings.ts');
  const found = files.map((file) => readSettings(file, {}, workingDirectory));
  const problems = found.flatMap((reading) => (reading.config ? [] : reading.problems));
  if (problems.length > 0) return { problems };
  const configs = found.flatMap(({ config }) => (config ? [config] : []));
  const names = configs.map(({ controller }) => controller);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new WrongUse(`two of these SyncConfigs are called ${repeated}`);
  return { configs };
}

function dumpOf(text: string, configs: readonly SyncConfig[]): readonly [cluster: string, file: string] {
  const [cluster = '', ...file] = text.split('=');
  const names = configs.map(({ controller }) => controller);
  if (file.length === 0 || !names.includes(cluster)) {
    throw new WrongUse(`with --sync-config, --live takes NAME=FILE, where NAME is one of ${names.join(', ')}`);
  }
  return [cluster, file.join('=')];
}

async function show(clusters: readonly ClusterStatus[], { output }: FleetOptions, context: CommandContext): Promise<void> {
  if (output === 'table' || output === 'wide') {
    const { formatFleetTable } = await import('../status/format-fleet-table.ts');
    context.stdout.write(formatFleetTable(clusters, styleFor(context.stdout, context)));
    return;
  }
  const { formatFleetJson, formatFleetYaml } = await import('../status/status-data.ts');
  context.stdout.write(output === 'json' ? formatFleetJson(clusters) : formatFleetYaml(clusters));
}
