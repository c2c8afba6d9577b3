import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { LiveCluster } from './live-cluster.ts';
import { nameOf, renderPackage, SETTINGS, stackSetFile, stackSetText } from './packages.ts';
import type { Bench, Row } from './row.ts';
import { ServerRepository } from './server-repository.ts';
import { SyncProcess } from './sync-process.ts';

const STACK_SETS = 1000;
const STACKS = 4;
const BURST = 200;
const IDLE_SECONDS = 60;
/** V8 tidies up once, about a minute after the work of a start is done; that is no part of what idling costs. */
const SETTLE_SECONDS = 90;
const TIMEOUT = 900_000;

/** Many StackSets: memory, an idle minute, and a burst of switches. */
export async function measureThousand(bench: Bench): Promise<readonly Row[]> {
  const scale = bench.quick ? 10 : 1;
  const [count, burst] = [STACK_SETS / scale, BURST / scale];
  const live = new LiveCluster(bench.kubeconfig);
  try {
    const scene = await prepare(bench, live, count, burst);
    const started = performance.now();
    const sync = await SyncProcess.start({ ...scene, port: 8200 });
    try {
      return await measure(bench, { live, sync, repository: scene.server, burst, startSeconds: (performance.now() - started) / 1000 });
    } finally {
      await sync.stop();
    }
  } finally {
    live.close();
  }
}

interface Scene {
  readonly folder: string;
  readonly repository: string;
  readonly kubeconfig: string;
  readonly server: ServerRepository;
}

/** StackSets that are adopted and applied; those of the burst wait for the pods of their newest version. */
async function prepare({ folder, kubeconfig, progress }: Bench, live: LiveCluster, count: number, burst: number): Promise<Scene> {
  const own = join(folder, 'thousand');
  await mkdir(own);
  const files = new Map(SETTINGS);
  for (let index = 0; index < count; index++) {
    for (const [path, text] of renderPackage(index, STACKS)) files.set(path, text);
    if (index % 100 === 99) progress(`thousand: ${index + 1} of ${count} packages rendered`);
  }
  const server = await ServerRepository.create(join(own, 'apps.git'), { files: 0, commits: 1 }, files);
  const waiting = new Set(Array.from({ length: burst }, (_, index) => newestOf(index)));
  const isReady = (deployment: string): boolean => !waiting.has(deployment);
  const objects = await live.apply(files, isReady, (done) => done % 1000 === 0 && progress(`thousand: ${done} objects created`));
  progress(`thousand: ${objects} objects are there; adopting`);
  const scene = { folder: own, repository: server.folder, kubeconfig, server };
  const first = await server.tip();
  const sync = await SyncProcess.start({ ...scene, port: 8200 });
  try {
    const { commit } = await server.untilAfter(first, TIMEOUT);
    await live.apply(await server.changes(first, commit), isReady);
    const asked = Array.from({ length: burst }, (_, index) => [stackSetFile(index), stackSetText(index, STACKS, STACKS)] as const);
    await server.commit(new Map(asked));
    await sync.tellOfPush();
    await untilWaiting(sync, burst);
    await server.git('repack', '-a', '-d', '--quiet');
  } finally {
    await sync.stop();
  }
  return scene;
}

const newestOf = (index: number): string => `${nameOf(index)}-v${STACKS}`;

const untilWaiting = (sync: SyncProcess, burst: number): Promise<boolean> =>
  waitUntil('the switches wait for pods', async () => (await sync.blocked('StacksNotReady')) === burst, {
    timeoutMs: TIMEOUT,
    // The page tells of all StackSets, and is not what is measured.
    intervalMs: 2000,
  });

interface Measured {
  readonly live: LiveCluster;
  readonly sync: SyncProcess;
  readonly repository: ServerRepository;
  readonly burst: number;
  readonly startSeconds: number;
}

async function measure(bench: Bench, { live, sync, repository, burst, startSeconds }: Measured): Promise<readonly Row[]> {
  await untilWaiting(sync, burst);
  bench.progress('thousand: started; it settles');
  await sleep(SETTLE_SECONDS * 1000);
  const started = await sync.memory();
  bench.progress(`thousand: started, ${started.resident.toFixed(0)} MB; an idle minute`);
  const before = await sync.processorTimes();
  await sleep(IDLE_SECONDS * 1000);
  const after = await sync.processorTimes();
  const [own, programs] = [after.own - before.own, after.programs - before.programs].map((time) => time / IDLE_SECONDS / 10) as [
    number,
    number,
  ];
  const tip = await repository.tip();
  bench.progress(`thousand: idle ${(own + programs).toFixed(2)} % of a core; the burst`);
  const arrival = repository.untilAfter(tip, TIMEOUT);
  const [began, used] = [Date.now(), await sync.processorTime()];
  await Promise.all(Array.from({ length: burst }, (_, index) => live.setReady(newestOf(index), true)));
  const written = Date.now();
  const { at } = await arrival;
  // Git's programs end after the branch has moved.
  await sleep(200);
  const processor = ((await sync.processorTime()) - used) / 1000;
  // A second commit, if there is one, comes by then.
  await sleep(10_000);
  const commits = Number(await repository.git('rev-list', '--count', `${tip}..main`));
  const then = await sync.memory();
  return [
    {
      what: 'resident memory after the start',
      value: started.resident,
      unit: 'MB',
      goal: 300,
      remark: `at most ${started.peak.toFixed(0)} MB before`,
    },
    {
      what: 'resident memory after the burst',
      value: then.resident,
      unit: 'MB',
      goal: 300,
      remark: `at most ${then.peak.toFixed(0)} MB before`,
    },
    {
      what: 'an idle minute',
      value: own + programs,
      unit: '% of a core',
      goal: 1,
      remark: `${programs.toFixed(2)} % of it Git, which asks twice, and its server, which is on this machine`,
    },
    {
      what: `a burst of ${burst} switches`,
      value: (at - began) / 1000,
      unit: 's',
      goal: 5,
      remark: `${((written - began) / 1000).toFixed(2)} s until the API server had taken all; ${processor.toFixed(2)} s of processor time`,
    },
    { what: '  in so many commits', value: commits, unit: 'commits', goal: 1 },
    { what: 'restart until ready', value: startSeconds, unit: 's' },
  ];
}
