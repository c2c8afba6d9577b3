import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecisionInput, decisionInput, NOON } from '../../fixtures/arbitraries/decision-input.ts';
import { stackSet as anyStackSet } from '../../fixtures/arbitraries/stack-set.ts';
import { readyCluster } from '../../fixtures/decide/ready-cluster.ts';
import { decide } from './decide.ts';
import { explainBlocked, explainEvent, stacksOf } from './explain.ts';
import type { Decision } from './model/decision.ts';
import { formatTimestamp, parseTimestamp } from './model/timestamp.ts';
import { checkStateFields } from './schema/check-state.ts';
import { askedWeights, hasRoutes } from './traffic/asked-weights.ts';
import { segmentPredicate } from './traffic/segments.ts';

const RUNS = { numRuns: 1500 };

const decideOn = (input: DecisionInput): Decision =>
  decide(input.stackSet, input.stacks, input.state, input.observation, input.now, input.policy);

/** The same StackSet after the decision was carried out in Git, with the cluster as it was. */
const afterwards = (input: DecisionInput, { stacks, state }: Decision): DecisionInput => ({
  ...input,
  stacks: stacks.filter(({ remove }) => !remove).map(({ stack }) => stack),
  state,
});

const weightsOf = ({ stacks }: Decision): readonly number[] => stacks.filter(({ remove }) => !remove).map(({ state }) => state.weight);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('whatever StackSet, state and cluster', () => {
  test('weights sum to 100 where anything has traffic, and something has it where anything routes', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const weights = weightsOf(decideOn(input));
        expect(sum(weights)).toBeCloseTo(hasRoutes(input.stackSet) && weights.length > 0 ? 100 : 0, 9);
      }),
      RUNS,
    );
  });

  test('segments cover [0, 1) without gap or overlap, at the precision written', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const { weightPrecision } = input.policy.config;
        const { stacks } = decideOn(input);
        const written = stacks
          .map(({ segment }) => /\(([\d.]+), ([\d.]+)\)/.exec(segmentPredicate(segment, weightPrecision)) ?? [])
          .filter(([, lower, upper]) => lower !== upper)
          .toSorted((a, b) => Number(a[1]) - Number(b[1]));
        if (!hasRoutes(input.stackSet) || stacks.length === 0) expect(written).toEqual([]);
        else expect([Number(written[0]?.[1]), Number(written.at(-1)?.[2])]).toEqual([0, 1]);
        for (const [index, [, lower]] of written.slice(1).entries()) expect(lower).toBe(written[index]?.[2]);
      }),
      RUNS,
    );
  });

  test('a stack with traffic, live or asked for, is neither removed nor scaled down, except while its last pods still go', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const { stacks, blocked } = decideOn(input);
        const running = blocked.flatMap((reason) => (reason.reason === 'StillRunning' ? reason.stacks.map(({ name }) => name) : []));
        for (const { name, state, remove, desiredWeight } of stacks) {
          if (state.weight === 0 && desiredWeight === 0) continue;
          expect({ remove, scaledDown: state.scaledDown ?? false }).toEqual({ remove: false, scaledDown: running.includes(name) });
          if (running.includes(name)) expect(state.weight).toBe(0);
        }
      }),
      RUNS,
    );
  });

  test('nothing changes when nothing changed: a second decision is the first', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const first = decideOn(input);
        const second = decideOn(afterwards(input, first));
        expect(second.state).toEqual(first.state);
        expect({ worthACommit: second.worthACommit, events: second.events }).toEqual({ worthACommit: false, events: [] });
      }),
      RUNS,
    );
  });

  test('input order is irrelevant', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const { state } = input;
        const reversed = {
          ...input,
          stacks: input.stacks.toReversed(),
          observation: new Map([...input.observation].toReversed()),
          state: state && { ...state, spec: { ...state.spec, stacks: state.spec.stacks?.toReversed() ?? [] } },
        };
        expect(decideOn(reversed)).toEqual(decideOn(input));
      }),
      RUNS,
    );
  });

  test('from any state, with a cluster that gets ready, the asked-for weights are reached in a few steps', () => {
    fc.assert(
      fc.property(decisionInput, ({ state, ...input }) => {
        const { hold: _, ...spec } = state?.spec ?? {};
        let present: DecisionInput = { ...input, state: state && { ...state, spec } };
        let decision = decideOn(present);
        for (let step = 1; step <= 6; step++) {
          const after = afterwards(present, decision);
          present = { ...after, observation: readyCluster(after), now: formatTimestamp(NOON + step * 10) };
          decision = decideOn(present);
        }
        const names = decision.stacks.map(({ name }) => name);
        const asked = askedWeights(input.stackSet, names, input.policy.config);
        if (!hasRoutes(input.stackSet) || sum([...asked.values()]) === 0) return;
        expect(new Map(decision.stacks.map(({ name, state: { weight } }) => [name, weight]))).toEqual(asked);
        expect(decision.blocked.filter(({ reason }) => reason === 'StacksNotReady' || reason === 'NotApplied')).toEqual([]);
      }),
      RUNS,
    );
  });

  test('time only moves decisions forward: what is scaled down, removed or reset now is so later', () => {
    fc.assert(
      fc.property(decisionInput, fc.nat(5000), (input, later) => {
        const now = decideOn(input);
        const then = decideOn({ ...input, now: formatTimestamp(NOON + later) });
        for (const [index, { name, state, remove }] of now.stacks.entries()) {
          const next = then.stacks[index];
          expect(next?.name).toBe(name);
          expect(next?.state.weight).toBe(state.weight);
          if (state.scaledDown) expect(next?.state.scaledDown).toBe(true);
          if (remove) expect(next?.remove).toBe(true);
          if (!state.prescaling) expect(next?.state.prescaling).toBeUndefined();
        }
      }),
      RUNS,
    );
  });

  test('and a clock that goes back takes nothing back', () => {
    fc.assert(
      fc.property(decisionInput, fc.nat(5000), (input, earlier) => {
        const first = decideOn(input);
        const second = decideOn({ ...afterwards(input, first), now: formatTimestamp(NOON - earlier) });
        expect(second.state).toEqual(first.state);
      }),
      RUNS,
    );
  });

  test('the next state fits its schema, and every reason and event can be told', () => {
    fc.assert(
      fc.property(decisionInput, (input) => {
        const { state, blocked, events } = decideOn(input);
        expect(checkStateFields(state)).toEqual([]);
        const names = [
          ...new Set([...input.stacks.map(({ metadata }) => metadata.name), `shop-${input.stackSet.spec.stackTemplate.spec.version}`]),
        ];
        for (const reason of blocked) {
          expect(explainBlocked(reason)).toMatch(/shop-v\d/);
          expect(stacksOf(reason).every((name) => names.includes(name))).toBe(true);
        }
        for (const event of events) expect(explainEvent(event)).toMatch(/shop-v\d/);
      }),
      RUNS,
    );
  });

  test('timestamps alone are not worth a commit, and everything else is', () => {
    fc.assert(
      fc.property(decisionInput, fc.constantFrom(-3600, 0, 3600), (input, shift) => {
        const settled = afterwards(input, decideOn(input));
        const state = JSON.parse(JSON.stringify(settled.state), shiftTimes(shift)) as Decision['state'];
        const next = decideOn({ ...settled, state });
        const withoutTimes = ({ spec }: Decision['state']): string =>
          JSON.stringify(spec, (key, value) => (TIMES.has(key) ? undefined : value));
        expect(next.worthACommit).toBe(withoutTimes(next.state) !== withoutTimes(state));
      }),
      RUNS,
    );
  });
});

const TIMES = new Set(['createdAt', 'noTrafficSince', 'lastTrafficIncrease']);

const shiftTimes =
  (shift: number) =>
  (_: string, value: unknown): unknown =>
    typeof value === 'string' && /^\d{4}-/.test(value) ? formatTimestamp(NOON + shift) : value;

test('no input makes it throw: any number, any text', () => {
  const number = fc.oneof(fc.double(), fc.maxSafeInteger());
  const entry = fc.record({
    name: fc.constantFrom('shop-v1', 'shop-v2', '__proto__', ''),
    weight: number,
    createdAt: fc.string(),
    noTrafficSince: fc.string(),
    prescaling: fc.record({ replicas: number, desiredWeight: number, lastTrafficIncrease: fc.string() }),
  });
  const spec = fc.record({ segmentOrder: fc.array(fc.string()), stacks: fc.array(entry) });
  fc.assert(
    fc.property(
      decisionInput,
      anyStackSet,
      spec,
      fc.oneof(fc.string(), fc.constant('2026-03-01T12:00:00Z')),
      (input, stackSet, any, now) => {
        const state = { apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'StackSetState', metadata: { name: 'shop' }, spec: any } as const;
        const { stacks, problems } = decideOn({ ...input, stackSet, state, now });
        expect(stacks.length).toBeGreaterThanOrEqual(input.stacks.length);
        expect(problems).toHaveLength(parseTimestamp(now) === undefined ? 1 : 0);
      },
    ),
    RUNS,
  );
});
