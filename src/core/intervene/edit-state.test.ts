import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightsOf } from '../history/state-changes.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { checkStateFields } from '../schema/check-state.ts';
import { freeState, holdState, moveTraffic, resumeState } from './edit-state.ts';

const NOON = '2026-03-01T12:00:00Z';
const HOLD = { since: '2026-03-01T11:00:00Z', commit: '1a2b3c4' };

const names = ['shop-v1', 'shop-v2', 'shop-v3'];

/** Weights of three stacks in percent that sum to 100. */
const weights = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([a, b]) => new Map([Math.min(a, b), Math.abs(a - b), 100 - Math.max(a, b)].map((weight, index) => [names[index] ?? '', weight])));

const state = fc
  .record({
    weights,
    idle: fc.array(fc.constantFrom(...names)),
    down: fc.array(fc.constantFrom(...names)),
    held: fc.boolean(),
    owned: fc.boolean(),
  })
  .map(({ weights: given, idle, down, held, owned }): StackSetState => {
    const stacks = [...given].map(
      ([name, weight]): StackState => ({
        name,
        createdAt: '2026-02-01T00:00:00Z',
        weight,
        ...(weight === 0 && idle.includes(name) && { noTrafficSince: '2026-03-01T10:00:00Z' }),
        ...(weight === 0 && down.includes(name) && { scaledDown: true }),
      }),
    );
    return {
      apiVersion: 'stackset-gitops.dev/v1alpha1',
      kind: 'StackSetState',
      metadata: { name: 'shop' },
      spec: {
        observedStackVersion: 'v3',
        ...(owned && { controller: 'eu-1', path: 'apps/shop' }),
        ...(held && { hold: HOLD }),
        segmentOrder: names.filter((name) => (given.get(name) ?? 0) > 0),
        stacks,
      },
    };
  });

const property = (check: (before: StackSetState, to: ReadonlyMap<string, number>) => void): void =>
  fc.assert(fc.property(state, weights, check), { numRuns: 300 });

describe('traffic that a person moves', () => {
  test('is as wanted, in a state that is one', () =>
    property((before, to) => {
      const after = moveTraffic(before, to, NOON);
      expect(checkStateFields(after)).toEqual([]);
      expect(weightsOf(after)).toEqual(to);
      expect([...(after.spec.segmentOrder ?? [])].sort()).toEqual(names.filter((name) => (to.get(name) ?? 0) > 0));
    }));

  test('starts the time without traffic of stacks that lose it, and ends that of stacks that get some', () =>
    property((before, to) => {
      for (const stack of moveTraffic(before, to, NOON).spec.stacks ?? []) {
        const old = before.spec.stacks?.find(({ name }) => name === stack.name);
        const expected = stack.weight > 0 ? undefined : (old?.weight ?? 0) > 0 ? NOON : old?.noTrafficSince;
        expect(stack.noTrafficSince).toBe(expected);
      }
    }));

  test('changes nothing else, and nothing at all where it is there already', () =>
    property((before, to) => {
      const after = moveTraffic(before, to, NOON);
      const rest = ({ spec: { segmentOrder: _order, stacks: _stacks, ...spec } }: StackSetState): object => spec;
      expect(rest(after)).toEqual(rest(before));
      expect(after.spec.stacks?.map(({ name, createdAt, scaledDown }) => [name, createdAt, scaledDown])).toEqual(
        before.spec.stacks?.map(({ name, createdAt, scaledDown }) => [name, createdAt, scaledDown]),
      );
      expect(moveTraffic(before, weightsOf(before), NOON)).toEqual(before);
    }));

  test('keeps stacks in their places from left to right', () => {
    const before: StackSetState['spec'] = {
      segmentOrder: ['shop-v2', 'shop-v1'],
      stacks: [
        { name: 'shop-v1', weight: 50 },
        { name: 'shop-v2', weight: 50 },
      ],
    };
    const base = { apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'StackSetState', metadata: { name: 'shop' } } as const;
    const to = new Map([
      ['shop-v1', 40],
      ['shop-v2', 40],
      ['shop-v3', 20],
    ]);
    const { segmentOrder, stacks } = moveTraffic({ ...base, spec: before }, to, NOON).spec;
    expect(segmentOrder).toEqual(['shop-v2', 'shop-v1', 'shop-v3']);
    expect(stacks?.at(-1)).toEqual({ name: 'shop-v3', weight: 20 });
  });
});

test('a hold comes and goes, and moves nothing', () =>
  property((before) => {
    const { hold: _hold, ...spec } = before.spec;
    expect(resumeState(holdState(before, HOLD.since, HOLD.commit)).spec).toEqual(spec);
    expect(holdState(before, HOLD.since, HOLD.commit).spec).toEqual({ ...spec, hold: HOLD });
  }));

test('a package that is freed belongs to nobody, with its traffic as it is', () =>
  property((before) => {
    const { hold: _hold, controller: _controller, path: _path, ...spec } = before.spec;
    expect(freeState(before).spec).toEqual(spec);
  }));

test('fields stand in the order in which a controller writes them', () =>
  property((before) => {
    const order = ['observedStackVersion', 'controller', 'path', 'hold', 'segmentOrder', 'stacks'];
    const keys = Object.keys(holdState(before, HOLD.since, HOLD.commit).spec);
    expect(keys).toEqual(order.filter((key) => keys.includes(key)));
  }));
