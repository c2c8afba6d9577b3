import { join } from 'node:path';
import type { SyncConfig } from '../../core/model/sync-config.ts';
import { openCheckout } from '../checkout/open-checkout.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { errorOf } from '../intervention/intervention.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { openStatus, type StatusRequest } from './open-status.ts';
import { readStatusObjects } from './read-status-objects.ts';
import type { StackSetStatus } from './stack-set-status.ts';

/** What the StackSets of one cluster do. */
export interface ClusterStatus {
  /** The name of its SyncConfig. */
  readonly cluster: string;
  /** Those of its folders that are its own or nobody's yet. */
  readonly statuses: readonly StackSetStatus[];
  /** Why nothing is known of it. */
  readonly unknown?: string;
}

export interface FleetRequest extends Pick<StatusRequest, 'fetches' | 'revision' | 'now'> {
  /** One for each cluster. */
  readonly configs: readonly SyncConfig[];
  /** Files with dumps, by the names of clusters; the others are asked. */
  readonly dumps: ReadonlyMap<string, string>;
}

export type FleetAnswer = { readonly clusters: readonly ClusterStatus[] } | { readonly problems: readonly LocatedProblem[] };

/** Asks every cluster of a repository, each by the settings of its sync controller. One that cannot be asked does not hide the others. */
export async function readFleet(request: FleetRequest, context: CommandContext): Promise<FleetAnswer> {
  const { configs } = request;
  const apart = configs.filter(({ output }) => output !== undefined);
  if (apart.length > 0) return { problems: apart.map(outputApart) };
  const { workingDirectory, environment } = context;
  const opened = await openCheckout(workingDirectory, environment);
  if ('problem' in opened) return { problems: [opened.problem] };
  const clusters: ClusterStatus[] = [];
  for (const config of configs) {
    const found = await readOne(config, opened.checkout.root, request, context);
    if ('problems' in found) return found;
    clusters.push(found);
  }
  return { clusters };
}

async function readOne(
  config: SyncConfig,
  root: string,
  { dumps, configs: _configs, ...request }: FleetRequest,
  context: CommandContext,
): Promise<ClusterStatus | { readonly problems: readonly LocatedProblem[] }> {
  const { controller: cluster, repository, targets } = config;
  const directories = repository.paths.map((path) => join(root, path));
  const { workingDirectory, environment } = context;
  const { freezeFile } = repository;
  const source = await openStatus({ ...request, directories, workingDirectory, environment, targets, freezeFile });
  if (source.kind === 'refused') return { problems: source.problems };
  try {
    const live = dumps.get(cluster);
    const objects = await readStatusObjects(directories, live === undefined ? config.cluster : { live }, context);
    if (!objects.live) return { problems: objects.problems };
    const statuses = await source.look(objects.live, (message) => context.stderr.write(`${cluster}: ${message}\n`));
    return { cluster, statuses: statuses.filter(({ controller = cluster }) => controller === cluster) };
  } catch (error) {
    return { cluster, statuses: [], unknown: error instanceof Error ? error.message : String(error) };
  } finally {
    await source.close();
  }
}

const outputApart = ({ controller, output }: SyncConfig): LocatedProblem =>
  errorOf(
    'OutputApart',
    `the states of ${controller} are on the branch ${output?.branch}, apart from the StackSets, and are not looked for there`,
    'Leave this one out, and ask its controller: `stackset sync --once --dry-run --config FILE`.',
  );
