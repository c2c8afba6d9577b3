import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import type { Refusal } from '../src/shell/git/repository.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { type Fault, GitHttpServer } from './git/http-server.ts';
import { seededRandom } from './harness/seeded-random.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Story } from './sync/story.ts';

const test = useCluster();

/** On a machine that does other things too. */
const PATIENCE = 240_000;

/** The controller reaches the repository over HTTP; the person and the apply loop do not, so that faults are the controller's alone. */
async function beginOverHttp(): Promise<{ readonly story: Story; readonly http: GitHttpServer }> {
  const http = await GitHttpServer.start('/');
  return { story: await Story.begin(test, { url: (repository) => `${http.url}${repository}` }), http };
}

/** What the controller's log has for a reason. */
async function linesOf({ controller }: Story, reason: string, message: RegExp): Promise<readonly string[]> {
  const lines = (await controller.output()).split('\n');
  return lines.filter((line) => line.includes(`"reason":"${reason}"`) && message.test(line));
}

interface Outage {
  readonly begin: (story: Story, http: GitHttpServer) => unknown;
  readonly end: (story: Story, http: GitHttpServer) => unknown;
  /** What the log tells meanwhile. */
  readonly reason: Refusal;
  readonly message: RegExp;
  /** How long it goes on after the first refusal. */
  readonly ms?: number;
}

const outage = (where: 'fault' | 'pushFault', fault: Fault, reason: Refusal, message: RegExp): Outage => ({
  begin: (_, http) => {
    http[where] = fault;
  },
  end: (_, http) => {
    http[where] = undefined;
  },
  reason,
  message,
});

const hookOf = ({ repository }: Story): string => join(repository, 'hooks', 'pre-receive');

/** People may push, the controller may not. */
const DECLINE = `#!/bin/sh
while read -r before after name; do
  if git log --format=%B "$before..$after" | grep -q '^Sync-Controller: '; then echo 'no robots today' >&2; exit 1; fi
done
`;

const OUTAGES: readonly (readonly [string, Outage])[] = [
  ['answers everything with 500', outage('fault', { kind: 'status', status: 500 }, 'network', /500/)],
  ['answers pushes with 503 for minutes', { ...outage('pushFault', { kind: 'status', status: 503 }, 'network', /503/), ms: 120_000 }],
  ['resets connections', outage('fault', { kind: 'reset' }, 'network', /./)],
  ['forbids pushes', outage('pushFault', { kind: 'status', status: 403, text: 'not you' }, 'permission', /403/)],
  [
    'declines pushes by a hook',
    {
      begin: (story) => writeFile(hookOf(story), DECLINE, { mode: 0o755 }),
      end: (story) => rm(hookOf(story)),
      reason: 'hook',
      message: /no robots today/,
    },
  ],
  // Given up after 60 s without a word, as every call to the server.
  ['hangs', outage('fault', { kind: 'hang' }, 'network', /no answer for 60 s/)],
];

/**
 * The waits between tries double from 1 s (network) or 5 s (permission, hook) on: here some of them have passed. One outage is of minutes,
 * for the longest waits.
 */
const OUTAGE_MS = 6_000;

it.for(OUTAGES)(
  'decides what is pushed once the Git server, which %s, is well again, and says meanwhile what is wrong',
  { timeout: 600_000 },
  async ([, { begin, end, reason, message, ms = OUTAGE_MS }]) => {
    const { story, http } = await beginOverHttp();
    const unready = { 'stackset-e2e/never-ready': 'true' };
    await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: unready }, 'shop: v2, with all traffic');
    const pods = async (): Promise<boolean> => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2';
    await waitUntil('v2 has pods', pods, { timeoutMs: PATIENCE });
    expect(await linesOf(story, 'StacksNotReady', /shop-v2/)).not.toEqual([]);
    await begin(story, http);
    await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready-');
    await waitUntil('the log says what is wrong', async () => (await linesOf(story, reason, message)).length > 0, { timeoutMs: PATIENCE });
    const pushed = await story.person.publish('notes.md', 'meanwhile\n', 'Add a note');
    await sleep(ms);
    expect((await story.commits()).at(-1)?.id).toBe(pushed);
    expect(story.controller.running).toBe(true);
    await end(story, http);
    await story.untilWeights({ v2: 100 }, PATIENCE);
    await story.untilApplied();
    const commits = await story.commits();
    expect(commits.filter(({ subject }) => /v2 0 % -> 100 %/.test(subject))).toHaveLength(1);
    expect(commits.map(({ id }) => id)).toContain(pushed);
    await story.expectSound();
  },
);

it('takes a push for done whose answer was lost', { timeout: 600_000 }, async () => {
  const { story, http } = await beginOverHttp();
  http.pushFault = { kind: 'loseAnswer' };
  for (const weight of [10, 20, 100]) {
    await story.wish({ version: 'v2', traffic: { v1: 100 - weight, v2: weight } }, `shop: ${weight} % to v2`);
    await story.untilCommit(new RegExp(`v2 \\d+ % -> ${weight} %`), PATIENCE);
  }
  expect(await linesOf(story, 'network', /./)).not.toEqual([]);
  http.pushFault = undefined;
  await story.untilApplied();
  const switches = (await story.commits()).map(({ subject }) => subject).filter((subject) => / -> /.test(subject));
  expect(switches).toHaveLength(3);
  await story.expectSound();
});

const PUSHES = 100;
/** A push of the controller takes so long, so that people overtake it. */
const SLOW_MS = 150;

it(`loses no commit of a person who pushes ${PUSHES} times at random moments`, { timeout: 900_000 }, async () => {
  const random = seededRandom('pushes');
  const { story, http } = await beginOverHttp();
  await story.wish({ version: 'v2', traffic: { v1: 50, v2: 50 } }, 'shop: half of the traffic to v2');
  await story.untilWeights({ v1: 50, v2: 50 }, PATIENCE);
  http.pushFault = { kind: 'slow', milliseconds: SLOW_MS };
  const pushed: string[] = [];
  let weight = 50;
  for (let push = 1; push <= PUSHES; push++) {
    await sleep(random() * 1_000);
    const isWish = random() < 0.5;
    // Another one than before, from 1 to 98.
    if (isWish) weight = 1 + ((weight + Math.floor(random() * 97)) % 98);
    pushed.push(
      isWish
        ? await story.wish({ traffic: { v1: 100 - weight, v2: weight } }, `shop: ${weight} % to v2`)
        : await story.person.publish('notes.md', `${push}\n`, `Note ${push}`),
    );
  }
  await story.untilWeights({ v1: 100 - weight, v2: weight }, PATIENCE);
  const commits = await story.commits();
  const byPerson = new Set(commits.filter(({ byController }) => !byController).map(({ id }) => id));
  expect(pushed.filter((id) => !byPerson.has(id))).toEqual([]);
  expect(commits.filter(({ parents }) => parents.length > 1)).toEqual([]);
  const own = commits.filter(({ byController }) => byController);
  const touched = await Promise.all(own.map(({ id }) => execa('git', ['diff', '--name-only', `${id}^`, id], { cwd: story.repository })));
  expect(touched.flatMap(({ stdout }) => stdout.split('\n')).filter((path) => !path.startsWith('apps/shop/stacks/'))).toEqual([]);
  const races = await linesOf(story, 'race', /./);
  console.log(`${own.length} commits of the controller among ${PUSHES} of a person, ${races.length} races lost`);
  expect(races.length).toBeGreaterThan(0);
  await story.expectSound();
});
