import { expect, test, vi } from 'vitest';
import { explainBlocked } from '../../core/explain.ts';
import type { DeliveryRequest } from '../delivery/plan-request.ts';
import { WatchedDeliveries } from '../delivery/watched-deliveries.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

vi.setConfig({ testTimeout: 60_000 });

const FILE = 'apps/shop/stackset.yaml';
const V1 = stackSetText({ traffic: { v1: 100 } });
const V2 = stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } });

/** An Application that applies what it is told to, and says so. */
class Tool {
  readonly asked: DeliveryRequest[] = [];
  readonly deliveries: WatchedDeliveries;
  readonly rig: Rig;
  readonly #branch: string;
  #application: object | null = null;

  constructor(rig: Rig, branch = 'main') {
    this.rig = rig;
    this.#branch = branch;
    this.deliveries = new WatchedDeliveries({
      source: { read: async () => this.#application, ask: async (request) => void this.asked.push(request) },
      live: rig.cluster.snapshot(),
      history: rig.repository,
      settings: {
        request: true,
        wait: true,
        argoCDNamespace: 'argocd',
        appliedBy: [{ path: 'apps', kind: 'Application', namespace: 'argocd', name: 'shop' }],
      },
      clock: rig.clock,
      mayAct: () => true,
      tell: () => undefined,
    });
    rig.start({ deliveries: this.deliveries });
    this.deliveries.onChange((stackSet) => rig.controller.notice(stackSet));
  }

  /** What it says of itself, whatever the cluster has. */
  async say(revision?: string, phase = 'Succeeded'): Promise<void> {
    const commit = revision ?? (await tipOf(this.rig, this.#branch));
    this.#application = {
      status: {
        sync: { status: phase === 'Succeeded' ? 'Synced' : 'OutOfSync', revision: commit },
        operationState: { phase, syncResult: { revision: commit } },
      },
    };
    this.rig.clock.pass(1);
    await this.deliveries.look();
  }

  /** It has seen a commit, and applied another. */
  async compare(seen: string, synced: string): Promise<void> {
    const operationState = { phase: 'Succeeded', syncResult: { revision: synced } };
    this.#application = { status: { sync: { status: 'OutOfSync', revision: seen }, operationState } };
    this.rig.clock.pass(1);
    await this.deliveries.look();
  }

  /** It applies the tip. */
  async sync(): Promise<void> {
    await this.rig.deploy();
    await this.say();
  }

  delete(): void {
    this.#application = null;
  }
}

const tipOf = async (rig: Rig, branch = 'main'): Promise<string> => (await rig.server.tip(branch)) ?? '';

const waits = (rig: Rig): readonly string[] =>
  rig.controller.stackSets.flatMap(({ decision }) => decision.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`));

async function adopted(options: Parameters<typeof Rig.create>[1] = {}): Promise<Tool> {
  const rig = await Rig.create({ [FILE]: V1 }, options);
  const tool = new Tool(rig, options?.outputBranch);
  await rig.settle();
  await tool.sync();
  expect(await rig.settle()).toEqual([]);
  tool.asked.length = 0;
  return tool;
}

test.each([{}, { outputBranch: 'env/eu-1' }])('a step waits for the synced revision, and goes on once it is there: %j', async (options) => {
  const tool = await adopted(options);
  const { rig } = tool;
  const [branch = 'main'] = rig.branches;
  const before = await tipOf(rig, branch);
  await rig.server.commit({ [FILE]: V2 });
  await rig.pass();
  const rendered = await tipOf(rig, branch);
  // What moves nothing waits for nothing.
  expect(await rig.settle()).toEqual(['shop: write the state']);
  // The live objects say that all is applied and ready; the Application does not.
  await rig.deploy();
  expect(await rig.settle()).toEqual([]);
  expect(waits(rig)).toEqual([
    `NotDelivered: Application argocd/shop is at ${before.slice(0, 12)}; the next step waits for ${rendered.slice(0, 12)}`,
  ]);
  await tool.say(before, 'Running');
  expect(await rig.settle()).toEqual([]);
  expect(waits(rig)[0]).toContain(`Application argocd/shop is applying ${before.slice(0, 12)};`);
  await tool.say(rendered);
  expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  await tool.sync();
  expect([await rig.settle(), waits(rig)]).toEqual([[], []]);
});

test('an Application that has seen the last step, and not synced it, is waited for', async () => {
  const tool = await adopted();
  const { rig } = tool;
  const before = await tipOf(rig);
  await rig.server.commit({ [FILE]: V2 });
  await rig.pass();
  const rendered = await tipOf(rig);
  await rig.settle();
  await rig.deploy();
  await tool.compare(rendered, before);
  expect([await rig.settle(), waits(rig)]).toEqual([[], [expect.stringContaining(`is at ${before.slice(0, 12)};`)]]);
});

test('it is asked to look after each push, whoever pushed', async () => {
  const tool = await adopted();
  const { rig, asked, deliveries } = tool;
  await rig.server.commit({ 'README.md': 'nothing of a package' });
  await rig.settle();
  await deliveries.look();
  expect(asked).toEqual([]);
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await deliveries.look();
  expect(asked.splice(0)).toEqual([
    { target: { kind: 'Application', namespace: 'argocd', name: 'shop' }, annotation: 'argocd.argoproj.io/refresh', value: 'normal' },
  ]);
  await tool.sync();
  expect(await rig.settle()).toHaveLength(1);
  await deliveries.look();
  expect(asked.splice(0)).toHaveLength(1);
});

test('a commit of others that leaves the package alone holds nothing up', async () => {
  const tool = await adopted();
  const { rig } = tool;
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await tool.sync();
  await rig.server.commit({ 'apps/other/notes.md': 'pushed after the sync' });
  expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
});

test('a person’s hold is written whatever is applied', async () => {
  const tool = await adopted();
  const { rig } = tool;
  const synced = await tipOf(rig);
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await tool.sync();
  const before = await rig.files();
  await rig.settle();
  await tool.sync();
  // A revert of the switch.
  await rig.server.commit(Object.fromEntries(before));
  await tool.say(synced);
  expect(await rig.settle()).toEqual([expect.stringContaining('shop: hold traffic as')]);
});

test('an Application that is deleted holds nothing up', async () => {
  const tool = await adopted();
  const { rig } = tool;
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await rig.deploy();
  expect(await rig.settle()).toEqual([]);
  tool.delete();
  expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
});
