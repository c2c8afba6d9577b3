import { version } from '../../../../package.json';
import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { CommandContext } from '../../cli/command-context.ts';
import { EXIT_CODE, type ExitCode } from '../../cli/exit-code.ts';
import type { Leadership } from '../../kubernetes/lease/elect-leader.ts';
import { reportToCluster } from '../../kubernetes/report-to-cluster.ts';
import { createLog } from '../../log/create-log.ts';
import type { Log } from '../../log/log.ts';
import { createMetrics } from '../../metrics/create-metrics.ts';
import { judgeAlive, judgeReady, type SyncHealth } from '../../server/judge-health.ts';
import { parseListenAddress } from '../../server/listen-address.ts';
import { startServer } from '../../server/start-server.ts';
import { Controller } from '../controller.ts';
import { allOf } from '../pass-observer.ts';
import { SyncLoop } from '../sync-loop.ts';
import { healthOf, RepositoryHealth } from './health.ts';
import { takePart } from './lead.ts';
import { PassLog } from './log-passes.ts';
import { webhookOf } from './replica-name.ts';
import { controllerSettings, openSyncRepository } from './session.ts';
import { stopSignal } from './stop-signal.ts';
import { systemClock } from './system-clock.ts';

import { type WatchedCluster, watchCluster } from './watch-cluster.ts';

/** How long what is under way may take after the process was told to end, in milliseconds; Kubernetes gives it 30 seconds. */
const GRACE = 20_000;

interface ForeverOptions {
  readonly cache?: string;
}

/** Runs the controller until the process is told to end. */
export async function syncForever(config: SyncConfig, options: ForeverOptions, context: CommandContext): Promise<ExitCode> {
  const log = createLog({ ...config.log, output: context.stderr, environment: context.environment });
  const stop = stopSignal();
  const watched = watchCluster(config, context, (message) => log.warn(message));
  const leadership = takePart(config.leaderElection, watched.api, context.environment, (message) => log.warn(message));
  const repository = await openSyncRepository(config, { ...options, environment: context.environment });
  try {
    await run(config, { log, watched, leadership, repository, signal: stop.signal });
    return EXIT_CODE.done;
  } finally {
    stop.forget();
    await Promise.all([repository.close(), watched.cluster.close(), leadership.close()]);
    watched.api.close();
  }
}

interface Parts {
  readonly log: Log;
  readonly watched: WatchedCluster;
  readonly leadership: Leadership;
  readonly repository: Awaited<ReturnType<typeof openSyncRepository>>;
  readonly signal: AbortSignal;
}

async function run(config: SyncConfig, { log, watched, leadership, repository, signal }: Parts): Promise<void> {
  const { cluster } = watched;
  const clock = systemClock();
  const isLeader = (): boolean => leadership.isLeader();
  const metrics = createMetrics({ version, isLeader, freshness: () => cluster.freshness(), now: () => Date.now() / 1000 });
  const repositoryHealth = new RepositoryHealth();
  const reporting = reportToCluster(watched, { events: config.events, warn: (message) => log.warn(message) });
  const observer = allOf([metrics, new PassLog(log), repositoryHealth, ...(config.dryRun ? [] : [reporting.observer])]);
  const controller = new Controller({ ...controllerSettings(config), repository, cluster, clock, observer, mayAct: isLeader });
  const { pollInterval, debounce } = config;
  const loop = new SyncLoop({ controller, cluster, leadership, clock, observer, rhythm: { pollInterval, debounce } });
  const health = (): SyncHealth =>
    healthOf({
      loop,
      clock,
      pollInterval,
      isLeader,
      leader: () => leadership.holder(),
      freshness: () => cluster.freshness(),
      repository: () => repositoryHealth.repository,
    });
  const server = await listen(config, { log, metrics, health, loop, controller, leadership });
  log.info(`following ${config.repository.url}`, { controller: config.controller, version, dryRun: config.dryRun });
  try {
    await untilDone(loop.run(signal), signal);
    log.info('ended');
  } finally {
    await Promise.all([server?.close(), reporting.close()]);
  }
}

interface Served {
  readonly log: Log;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly health: () => SyncHealth;
  readonly loop: SyncLoop;
  readonly controller: Controller;
  readonly leadership: Leadership;
}

async function listen(
  { listen: address, webhook }: SyncConfig,
  served: Served,
): Promise<Awaited<ReturnType<typeof startServer>> | undefined> {
  if (address === undefined) return undefined;
  const { log, metrics, health, loop, controller, leadership } = served;
  const place = parseListenAddress(address);
  const server = await startServer({
    listen: place,
    metrics: () => metrics.read(),
    alive: () => judgeAlive(health()),
    ready: () => judgeReady(health()),
    onError: (error) => log.error('a request failed', { error }),
    ...(webhook && {
      webhook: {
        secretFile: webhook.secretFile,
        branches: () => controller.branches,
        onPush: () => loop.repositoryChanged(),
        leader: () => (leadership.isLeader() ? undefined : webhookOf(leadership.holder(), place.port)),
        onAnswer: (status) => metrics.webhookAnswered(status),
      },
    }),
  });
  log.info('serving /metrics, /healthz and /readyz', { port: server.port });
  return server;
}

/** What is under way may end by itself; a server that hangs must not keep the process. */
async function untilDone(running: Promise<void>, signal: AbortSignal): Promise<void> {
  const patience = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => setTimeout(resolve, GRACE).unref(), { once: true });
  });
  await Promise.race([running, patience]);
}
