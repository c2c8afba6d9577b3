import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { Freshness } from '../../kubernetes/cluster.ts';
import type { Leadership } from '../../kubernetes/lease/elect-leader.ts';
import type { Log } from '../../log/log.ts';
import type { SyncMetrics } from '../../metrics/create-metrics.ts';
import { judgeAlive, judgeReady, progressLimit, type SyncHealth } from '../../server/judge-health.ts';
import { parseListenAddress } from '../../server/listen-address.ts';
import { type SyncServer, startServer } from '../../server/start-server.ts';
import type { Controller } from '../controller.ts';
import type { Clock } from '../ports.ts';
import type { SyncLoop } from '../sync-loop.ts';
import { webhookOf } from './replica-name.ts';

/** What the server tells of. */
export interface Served {
  readonly log: Log;
  readonly metrics: SyncMetrics;
  readonly loop: SyncLoop;
  readonly controller: Controller;
  readonly leadership: Leadership;
  readonly clock: Clock;
  readonly freshness: () => Freshness;
  readonly repository: () => SyncHealth['repository'];
}

/** Serves metrics, probes and the webhook; undefined where the settings name no address. */
export async function serve(config: SyncConfig, served: Served): Promise<SyncServer | undefined> {
  if (config.listen === undefined) return undefined;
  const { log, metrics, loop, controller, leadership } = served;
  const listen = parseListenAddress(config.listen);
  const server = await startServer({
    listen,
    metrics: () => metrics.read(),
    alive: () => judgeAlive(healthOf(config, served)),
    ready: () => judgeReady(healthOf(config, served)),
    onError: (error) => log.error('a request failed', { error }),
    ...(config.webhook && {
      webhook: {
        secretFile: config.webhook.secretFile,
        branches: () => controller.branches,
        onPush: () => loop.repositoryChanged(),
        leader: () => (leadership.isLeader() ? undefined : webhookOf(leadership.holder(), listen.port)),
        onAnswer: (status) => metrics.webhookAnswered(status),
      },
    }),
  });
  log.info('serving /metrics, /healthz and /readyz', { port: server.port });
  return server;
}

/** What the probes are answered from, as of now. */
function healthOf({ pollInterval }: SyncConfig, { loop, clock, leadership, freshness, repository }: Served): SyncHealth {
  const now = Date.now();
  const reached = repository();
  return {
    now,
    // The loop measures by a clock that never jumps.
    lastProgress: now - (clock.elapsed() - loop.lastProgress),
    progressLimit: progressLimit(pollInterval),
    role: leadership.isLeader() ? 'leader' : leadership.holder() === undefined ? 'starting' : 'standby',
    observation: freshness(),
    ...(reached && { repository: reached }),
  };
}
