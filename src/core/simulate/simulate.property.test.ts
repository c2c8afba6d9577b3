import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESCALE_ANNOTATION, RESET_DELAY_ANNOTATION } from '../model/annotations.ts';
import { DEFAULT_RENDER_CONFIG } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import { explainSimulated } from './explain-step.ts';
import { outcomeOf } from './outcome.ts';
import { parseAction } from './parse-action.ts';
import { parseStory } from './parse-story.ts';
import { simulate } from './simulate.ts';
import type { SimulatedStack, SimulatedStep } from './simulated-step.ts';
import { STORY_DEFAULTS, type Story, type StoryEvent } from './story.ts';
import type { SimulatedPackage } from './world.ts';

const RUNS = { numRuns: 1000 };
const STEP = 10;
const DURATION = 900;

const seconds = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from, max: to });
const existing = fc.constantFrom('v1', 'v2');

/** What can happen once v1 and v2 are in the cluster. */
const texts = fc.oneof(
  { weight: 4, arbitrary: seconds(0, 100).map((weight) => `traffic v1 ${100 - weight} v2 ${weight}`) },
  { weight: 2, arbitrary: existing.map((name) => `crash ${name}`) },
  { weight: 1, arbitrary: existing.map((name) => `crash ${name} 1`) },
  { weight: 2, arbitrary: existing.map((name) => `heal ${name}`) },
  { weight: 2, arbitrary: seconds(0, 1000).map((load) => `load ${load}`) },
  { weight: 1, arbitrary: fc.constantFrom('hold', 'resume', 'version v3', 'version v1') },
  { weight: 1, arbitrary: fc.constantFrom('rollback', 'crash v3', 'traffic v3 100') },
);

const eventAt = (at: number, text: string): readonly StoryEvent[] => {
  const reading = parseAction(text);
  if (!('action' in reading)) throw new Error(reading.message);
  return [{ at, action: reading.action, text, path: [] }];
};

const story: fc.Arbitrary<Story> = fc
  .record({
    events: fc.array(fc.tuple(seconds(150, 600), texts), { minLength: 1, maxLength: 8 }),
    load: seconds(0, 1000),
    podStart: fc.constantFrom(0, 20, 90),
    applyDelay: fc.constantFrom(0, 15, 45),
  })
  .map(({ events, ...settings }) => ({
    ...STORY_DEFAULTS,
    ...settings,
    duration: DURATION,
    events: [...eventAt(60, 'version v2'), ...events.toSorted(([a], [b]) => a - b).flatMap(([at, text]) => eventAt(at, text))],
  }));

const hosts = ['shop.example.org'];
const routes: fc.Arbitrary<Partial<StackSet['spec']>> = fc.constantFrom(
  { ingress: { hosts, backendPort: 8080 } },
  { ingress: { hosts, backendPort: 8080 } },
  { routegroup: { hosts, backendPort: 8080, routes: [{ pathSubtree: '/' }] } },
  { externalIngress: { backendPort: 8080 } },
  {},
);

/** Packages that were never rendered, with every setting that decisions depend on. */
const anyPackage: fc.Arbitrary<SimulatedPackage> = fc
  .record({
    routes,
    annotations: fc.constantFrom({}, { [PRESCALE_ANNOTATION]: 'yes' }, { [PRESCALE_ANNOTATION]: 'yes', [RESET_DELAY_ANNOTATION]: '2m' }),
    stackLifecycle: fc.record({ scaledownTTLSeconds: fc.constantFrom(30, 60, 300), limit: fc.constantFrom(1, 2, 10) }),
    minReadyPercent: fc.constantFrom(100, 60),
    pods: fc.oneof(
      fc.record({ replicas: seconds(1, 5) }),
      fc.record({ autoscaler: fc.record({ minReplicas: seconds(1, 4), maxReplicas: seconds(4, 12) }) }),
    ),
    trafficProvider: fc.constantFrom('skipper-segments' as const, 'skipper-weights' as const),
    weightPrecision: fc.constantFrom(1, 0.1),
  })
  .map(({ routes: chosen, annotations, stackLifecycle, minReadyPercent, pods, ...settings }) => ({
    stackSet: {
      apiVersion: 'zalando.org/v1',
      kind: 'StackSet',
      metadata: { name: 'shop', annotations },
      spec: {
        ...chosen,
        stackLifecycle,
        minReadyPercent,
        stackTemplate: {
          spec: {
            version: 'v1',
            ...pods,
            podTemplate: {
              spec: { containers: [{ name: 'shop', image: 'example/shop:1', ports: [{ name: 'http', containerPort: 8080 }] }] },
            },
          },
        },
      },
    },
    stacks: [],
    config: { ...DEFAULT_RENDER_CONFIG, ...settings },
    configuration: [],
  }));

const play = (start: SimulatedPackage, told: Story): readonly SimulatedStep[] => [...simulate(start, told, STEP)];

const played = ({ problems }: SimulatedStep): boolean => problems.length === 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Each stack in a step, with what it was in the step before; the first step has none before it. */
const stackPairs = (steps: readonly SimulatedStep[]): readonly (readonly [SimulatedStack, SimulatedStack])[] =>
  steps.slice(1).flatMap(({ stacks }, index) =>
    stacks.map((stack) => {
      const before = steps[index]?.stacks.find(({ name }) => name === stack.name);
      return [before ?? { name: stack.name, weight: 0, replicas: 0, ready: 0 }, stack] as const;
    }),
  );

describe('whatever the package and the story', () => {
  test('it ends, after its duration or at an event that cannot happen, and how it ended can be told', () => {
    fc.assert(
      fc.property(anyPackage, story, (start, told) => {
        const steps = play(start, told);
        if (steps.every(played))
          expect(steps.map(({ at }) => at)).toEqual(Array.from({ length: DURATION / STEP + 1 }, (_, index) => index * STEP));
        else expect(steps.findIndex((step) => !played(step))).toBe(steps.length - 1);
        expect(outcomeOf(steps)).toMatch(/shop-v\d|the story ended early/);
        for (const { events } of steps) for (const event of events) expect(explainSimulated(event)).not.toMatch(/undefined|NaN/);
      }),
      RUNS,
    );
  });

  test('weights always sum to 100 where anything routes, and to 0 elsewhere', () => {
    fc.assert(
      fc.property(anyPackage, story, (start, told) => {
        for (const { stacks } of play(start, told).filter(played)) {
          expect(sum(stacks.map(({ weight }) => weight))).toBeCloseTo(hasRoutes(start.stackSet) ? 100 : 0, 9);
        }
      }),
      RUNS,
    );
  });

  test('no stack gets more traffic without ready pods, but for the first one; and one with traffic keeps its pods', () => {
    fc.assert(
      fc.property(anyPackage, story, (start, told) => {
        for (const [before, after] of stackPairs(play(start, told).filter(played))) {
          if (after.weight > before.weight) expect(after.ready).toBeGreaterThan(0);
          if (before.weight > 0 && before.replicas > 0) expect(after.replicas).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  test('the same story gives the same steps', () => {
    fc.assert(
      fc.property(anyPackage, story, (start, told) => {
        expect(JSON.stringify(play(start, told))).toBe(JSON.stringify(play(start, told)));
      }),
      { numRuns: 100 },
    );
  });
});

test('and stories are such that everything happens', () => {
  const told = new Map<string, number>();
  const count = (what: string): unknown => told.set(what, (told.get(what) ?? 0) + 1);
  for (const [start, next] of fc.sample(fc.tuple(anyPackage, story), { numRuns: 200, seed: 1 })) {
    const steps = play(start, next);
    if (steps.every(played)) count('PlayedToTheEnd');
    const events = steps.flatMap((step) => step.events);
    for (const what of new Set(events.map((event) => (event.type === 'Decided' ? event.event.type : event.type)))) count(what);
  }
  for (const what of COMMON) expect({ what, runs: told.get(what) }).toEqual({ what, runs: expect.toSatisfy((runs) => runs >= 20) });
});

const COMMON = [
  'PlayedToTheEnd',
  'TrafficSwitched',
  'Prescaled',
  'PrescalingReset',
  'StackRevived',
  'StackScaledDown',
  'StackRemoved',
  'Blocked',
];

test('no story makes its reader throw', () => {
  const key = fc.oneof(fc.constantFrom('at 5m', 'at', 'events', 'load', 'start', 'for', 'at ', 'at 5m 6m', '__proto__'), fc.string());
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(key, fc.jsonValue())), fc.dictionary(key, fc.jsonValue())), (value) => {
      const reading = parseStory(value);
      expect(reading.story.events.every(({ at }) => at >= 0)).toBe(true);
      for (const { message, remedy } of reading.problems) expect(`${message} ${remedy}`).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 3000 },
  );
});
