import { version } from '../../../../package.json';
import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { CommandContext } from '../../cli/command-context.ts';
import { EXIT_CODE, type ExitCode } from '../../cli/exit-code.ts';
import { DeliveryApi } from '../../delivery/delivery-api.ts';
import type { WatchedDeliveries } from '../../delivery/watched-deliveries.ts';
import type { Repository } from '../../git/repository.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { Leadership } from '../../kubernetes/lease/elect-leader.ts';
import { createLog } from '../../log/create-log.ts';
import type { Log } from '../../log/log.ts';
import { createMetrics } from '../../metrics/create-metrics.ts';
import { Controller } from '../controller.ts';
import { allOf } from '../pass-observer.ts';
import { SyncLoop } from '../sync-loop.ts';
import { followDeliveries } from './follow-deliveries.ts';
import { takePart } from './lead.ts';
import { PassLog } from './log-passes.ts';
import { RepositoryHealth } from './repository-health.ts';
import { serve } from './serve.ts';
import { controllerSettings, openSyncRepository } from './session.ts';
import { stopSignal } from './stop-signal.ts';
import { systemClock } from './system-clock.ts';
import { type ClusterTeller, tellCluster } from './tell-cluster.ts';
import { type WatchedCluster, watchCluster } from './watch-cluster.ts';

/** How long what is under way may take after the process was told to end, in milliseconds; Kubernetes gives it 30 seconds. */
const GRACE = 20_000;

interface ForeverOptions {
  readonly cache?: string;
}

/** Runs the controller until the process is told to end. */
export async function syncForever(config: SyncConfig, options: ForeverOptions, context: CommandContext): Promise<ExitCode> {
  const log = createLog({ ...config.log, output: context.stderr, environment: context.environment });
  const warn = (message: string): void => log.warn(message);
  const stop = stopSignal();
  const closing: (() => unknown)[] = [stop.forget];
  try {
    const repository = await openSyncRepository(config, { ...options, environment: context.environment });
    closing.push(() => repository.close());
    const watched = watchCluster(config, context, warn);
    closing.push(
      () => watched.api.close(),
      () => watched.cluster.close(),
    );
    const leadership = takePart(config.leaderElection, watched.api, context.environment, warn);
    closing.push(() => leadership.close());
    const teller = tellCluster(config, watched, warn);
    closing.push(() => teller.close());
    await run(config, { log, watched, leadership, repository, teller, signal: stop.signal });
    return EXIT_CODE.done;
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

interface Parts {
  readonly log: Log;
  readonly watched: WatchedCluster;
  readonly leadership: Leadership;
  readonly repository: Repository;
  readonly teller: ClusterTeller;
  readonly signal: AbortSignal;
}

async function run(config: SyncConfig, { log, watched: { api, cluster }, leadership, repository, teller, signal }: Parts): Promise<void> {
  const clock = systemClock();
  const isLeader = (): boolean => leadership.isLeader();
  const freshness = (): ReturnType<typeof cluster.freshness> => cluster.freshness();
  const metrics = createMetrics({ version, isLeader, freshness, now: () => Date.now() / 1000 });
  const health = new RepositoryHealth();
  const observer = allOf([metrics, new PassLog(log), health, teller.observer]);
  const deliveries = followDeliveries(config, {
    source: new DeliveryApi(api, (message) => log.warn(message)),
    live: cluster.snapshot(),
    history: repository,
    clock,
    mayAct: isLeader,
    tell: (message) => log.debug(message),
  });
  const parts = { repository, cluster, deliveries, clock, observer, mayAct: isLeader };
  const controller = new Controller({ ...controllerSettings(config), ...parts });
  const { pollInterval, debounce } = config;
  const changes = changesOf(cluster, deliveries);
  const loop = new SyncLoop({ controller, cluster: changes, leadership, clock, observer, rhythm: { pollInterval, debounce } });
  const server = await serve(config, { log, metrics, loop, controller, leadership, clock, freshness, repository: () => health.repository });
  log.info(`following ${config.repository.url}`, { controller: config.controller, version, dryRun: config.dryRun });
  try {
    await untilDone(Promise.all([loop.run(signal), deliveries.run(signal)]), signal);
    log.info('ended');
  } finally {
    await server?.close();
  }
}

/** Something of a StackSet changed in the cluster, or in what applies it. */
const changesOf = (cluster: Pick<Cluster, 'onChange'>, deliveries: WatchedDeliveries): Pick<Cluster, 'onChange'> => ({
  onChange: (listener) => {
    const endings = [cluster.onChange(listener), deliveries.onChange(listener)];
    return () => {
      for (const end of endings) end();
    };
  },
});

/** What is under way may end by itself; a server that hangs must not keep the process. */
async function untilDone(running: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const patience = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => setTimeout(resolve, GRACE).unref(), { once: true });
  });
  await Promise.race([running, patience]);
}
