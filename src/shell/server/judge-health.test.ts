import { describe, expect, it } from 'vitest';
import { judgeAlive, judgeReady, progressLimit, type SyncHealth } from './judge-health.ts';

const WELL: SyncHealth = {
  now: 1_000_000,
  lastProgress: 999_000,
  progressLimit: progressLimit(30_000),
  role: 'leader',
  observation: { fresh: true, ageSeconds: 2.4 },
  repository: { reachable: true },
};

describe('judgeAlive', () => {
  const limit = WELL.progressLimit;
  it.for([
    [0, true],
    [limit, true],
    [limit + 1, false],
    [-60_000, true],
  ] as const)('after %s ms: %s', ([still, ok]) => expect(judgeAlive({ ...WELL, lastProgress: WELL.now - still }).ok).toBe(ok));

  it('says how long the loop stands still', () => {
    expect(judgeAlive({ ...WELL, lastProgress: WELL.now - 3_600_000 }).lines).toEqual([
      'the loop has not moved for 3600 s, 2190 s are allowed',
    ]);
  });

  it('is not lost with the cluster or the repository', () => {
    const lost = { observation: { fresh: false, reason: 'gone' }, repository: { reachable: false, reason: 'gone' } } as const;
    expect(judgeAlive({ ...WELL, ...lost }).ok).toBe(true);
  });
});

describe('judgeReady', () => {
  const { observation: _, ...unobserved } = WELL;
  const { repository: __, ...unfetched } = WELL;
  it.for<readonly [string, SyncHealth, boolean, string]>([
    ['all is well', WELL, true, 'cluster: seen 2 s ago'],
    ['another replica leads', { ...WELL, role: 'standby' }, true, 'standby: another replica is the leader'],
    ['nobody leads yet', { ...WELL, role: 'starting' }, false, 'starting: not known yet who leads'],
    [
      'a watch is lost',
      { ...WELL, observation: { fresh: false, reason: 'the watch of Deployments ended' } },
      false,
      'cluster: the watch of Deployments ended',
    ],
    ['nothing was observed', unobserved, false, 'cluster: not observed yet'],
    ['the Git server is away', { ...WELL, repository: { reachable: false, reason: 'timed out' } }, false, 'repository: timed out'],
    ['nothing was fetched', unfetched, false, 'repository: not fetched yet'],
  ])('%s', ([, health, ok, line]) => {
    const verdict = judgeReady(health);
    expect(verdict.ok).toBe(ok);
    expect(verdict.lines).toContain(line);
  });
});
