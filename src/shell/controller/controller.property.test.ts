import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHistory } from './testing/check-history.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

const FILE = 'apps/shop/stackset.yaml';
const SPEC = ['stackLifecycle: {scaledownTTLSeconds: 60, limit: 1}'];

/** What may happen next, in any order. */
type Step =
  | { readonly kind: 'pass' | 'deploy' | 'crash' | 'revert' | 'note' }
  | { readonly kind: 'edit'; readonly newVersion: boolean; readonly weight: number }
  /** The pods of the newest stack. */
  | { readonly kind: 'pods'; readonly ready: boolean }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** A pass, in the midst of which a person pushes, or the controller is killed before or after its push. */
  | { readonly kind: 'passWith'; readonly what: 'note' | 'revert' | 'kill before' | 'kill after' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ kind: 'pass' }) },
  { weight: 5, arbitrary: fc.constant<Step>({ kind: 'deploy' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'crash' }, { kind: 'note' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'revert' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), newVersion: fc.boolean(), weight: fc.integer({ min: 0, max: 100 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pods' as const), ready: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 61, 700) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('passWith' as const), what: fc.constantFrom('note', 'revert', 'kill before', 'kill after') }),
  },
);

/** A repository in which people and a controller do what a list of steps says. */
class Story {
  readonly rig: Rig;
  readonly people: string[] = [];
  #version = 1;
  #notes = 0;

  constructor(rig: Rig) {
    this.rig = rig;
  }

  async play(next: Step): Promise<void> {
    switch (next.kind) {
      case 'pass':
        return void (await this.rig.pass());
      case 'deploy':
        return this.rig.deploy();
      case 'crash':
        return this.restart();
      case 'note':
      case 'revert':
        return this.person(next.kind);
      case 'edit':
        return this.edit(next.newVersion, next.weight);
      case 'pods':
        return this.rig.cluster.crash(`shop-v${this.#version}`, !next.ready);
      case 'wait':
        return this.rig.clock.pass(next.seconds);
      case 'passWith':
        return this.passWith(next.what);
    }
  }

  /** The newest version gets this much of the traffic, the one before it the rest. */
  edit(newVersion: boolean, weight: number): Promise<void> {
    if (newVersion) this.#version++;
    const before = `v${Math.max(1, this.#version - 1)}`;
    return this.ask({ [before]: 100 - weight, [`v${this.#version}`]: this.#version === 1 ? 100 : weight });
  }

  async ask(traffic: Readonly<Record<string, number>>): Promise<void> {
    const text = stackSetText({ version: `v${this.#version}`, traffic, spec: SPEC });
    this.people.push(await this.rig.server.commit({ [FILE]: text }, { message: 'Edit' }));
  }

  async person(what: 'note' | 'revert'): Promise<void> {
    if (what === 'note') this.people.push(await this.rig.server.commit({ 'notes.md': `${this.#notes++}\n` }, { message: 'Note' }));
    else await this.revert();
  }

  /** The newest commit is reverted, if it moved traffic. */
  async revert(): Promise<void> {
    const { server, branches } = this.rig;
    const [branch = 'main'] = branches;
    if (!(await server.git('log', '-1', '--format=%(trailers)', branch)).includes('Reason: TrafficSwitched')) return;
    const changed = (await server.git('diff', '--name-status', '--no-renames', `${branch}~1`, branch))
      .split('\n')
      .map((line) => line.split('\t'));
    const before = changed.map(
      async ([status, path = '']) => [path, status === 'A' ? undefined : `${await server.show(`${branch}~1`, path)}\n`] as const,
    );
    this.people.push(await server.commit(Object.fromEntries(await Promise.all(before)), { branch, message: 'Revert' }));
  }

  async passWith(what: Extract<Step, { kind: 'passWith' }>['what']): Promise<void> {
    const { repository } = this.rig;
    const push = repository.push.bind(repository);
    const killed = new Error('killed');
    repository.push = async (...args) => {
      repository.push = push;
      if (what === 'kill before') throw killed;
      if (what === 'note' || what === 'revert') await this.person(what);
      const outcome = await push(...args);
      if (what === 'kill after') throw killed;
      return outcome;
    };
    try {
      await this.rig.pass();
    } catch (error) {
      if (error !== killed) throw error;
      this.restart();
    } finally {
      repository.push = push;
    }
  }

  restart(): void {
    this.rig.start();
  }

  /**
   * Everything works again, and a person asks for a new version beside the one that has most of the traffic, as somebody who looks would.
   * @returns the weights that are to be in the end
   */
  async end(weight: number): Promise<Readonly<Record<string, number>>> {
    for (let version = 1; version <= this.#version; version++) this.rig.cluster.crash(`shop-v${version}`, false);
    await this.rig.settle();
    const [[leader = ''] = []] = Object.entries(await this.rig.weights()).toSorted(([, a], [, b]) => b - a);
    this.#version++;
    const traffic = { [leader.slice('shop-'.length)]: 100 - weight, [`v${this.#version}`]: weight };
    await this.ask(traffic);
    await this.rig.rollOut(10);
    return Object.fromEntries(Object.entries(traffic).map(([version, share]) => [`shop-${version}`, share]));
  }
}

test('whatever people, the cluster and faults do: history stays whole, and in the end it is as asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.integer({ min: 1, max: 99 }),
      fc.boolean(),
      async (steps, weight, isSeparate) => {
        const first = { [FILE]: stackSetText({ traffic: { v1: 100 }, spec: SPEC }) };
        const rig = await Rig.create(first, isSeparate ? { outputBranch: 'env/eu-1' } : {});
        const story = new Story(rig);
        await rig.rollOut();
        for (const next of steps) await story.play(next);
        const asked = await story.end(weight);
        expect(await rig.weights()).toMatchObject(asked);
        await checkHistory(rig, story.people);
      },
    ),
    { numRuns: 12 },
  );
}, 300_000);
