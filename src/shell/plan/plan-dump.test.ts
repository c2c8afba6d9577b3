import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenarios } from '../../../fixtures/conformance/cases.ts';
import { buildStack } from '../../core/lifecycle/build-stack.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { PlannedStackSet } from '../../core/model/plan.ts';
import { DEFAULT_RENDER_CONFIG } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { childKindOf } from '../../core/resources/child-kind.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { readDump } from '../kubernetes/read-dump.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { planDump } from './plan-dump.ts';

const NOW = '2026-03-01T12:00:00Z';
const steps = readScenarios().flatMap((scenario) => scenario.steps);
const plan = (objects: readonly unknown[], config = DEFAULT_RENDER_CONFIG): readonly PlannedStackSet[] =>
  planDump(objects as readonly LiveObject[], NOW, config).stackSets;

describe('a dump', () => {
  test('is the same in JSON and in YAML', () => {
    for (const { live, now } of steps.slice(0, 20)) {
      const [json, yaml] = [JSON.stringify({ kind: 'List', items: live }), emitDocuments(live)].map((text) => readDump(text, 'dump'));
      expect(yaml?.problems).toEqual([]);
      expect(planDump(yaml?.objects ?? [], now, DEFAULT_RENDER_CONFIG)).toEqual(planDump(json?.objects ?? [], now, DEFAULT_RENDER_CONFIG));
    }
  });

  test('is the same in any order of its objects', () => {
    for (const { live, now } of steps) {
      const [given, reversed] = [live, live.toReversed()].map((objects) =>
        planDump(objects as readonly LiveObject[], now, DEFAULT_RENDER_CONFIG),
      );
      expect(reversed).toEqual(given);
    }
  });

  test('of other things has no StackSet', () => {
    expect(plan([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }])).toEqual([]);
  });
});

/** The value with one place in it replaced or taken away. */
function broken(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return replacement;
  const key = Object.keys(value)[step % Object.keys(value).length] ?? '';
  const entries = Object.entries(value).map(([name, inner]) => [name, name === key ? broken(inner, rest, replacement) : inner] as const);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

test('no dump makes it throw: whatever is broken in live objects, there is a plan or an error', () => {
  const odd = fc.oneof(fc.constantFrom(undefined, null, '', 'x', -1, 0.5, 1e300, {}, [], [null], { a: null }), fc.anything());
  const damage = fc.tuple(fc.nat(), fc.array(fc.nat(20), { maxLength: 6 }), odd);
  fc.assert(
    fc.property(fc.nat(steps.length - 1), fc.array(damage, { minLength: 1, maxLength: 3 }), (index, damages) => {
      const { live = [], now = NOW } = steps[index] ?? {};
      const objects: unknown[] = [...live];
      for (const [at, path, replacement] of damages) objects[at % objects.length] = broken(objects[at % objects.length], path, replacement);
      const readable = objects.flatMap((object) => readDump(asJson(object), 'dump').objects);
      for (const { stacks, errors, resources } of planDump(readable, now, DEFAULT_RENDER_CONFIG).stackSets) {
        expect(stacks.length > 0 || errors.length > 0 || resources.length === 0).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
}, 120_000);

const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'null';

describe('what cannot be planned is an error', () => {
  const stackSet: StackSet = {
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: { name: 'shop', namespace: 'default' },
    spec: { stackTemplate: { spec: { version: 'v1', podTemplate: { spec: { containers: [{ name: 'app', image: 'shop' }] } } } } },
  };

  test('a StackSet that does not fit its schema', () => {
    expect(plan([{ ...stackSet, spec: { stackTemplate: 7 } }])).toMatchObject([
      { name: 'shop', stacks: [], resources: [], errors: [{ kind: 'StackSet', field: 'spec.stackTemplate' }] },
    ]);
  });

  test('a Stack that does not: its StackSet is not planned without it', () => {
    const stack = buildStack(stackSet, 1, DEFAULT_RENDER_CONFIG);
    const damaged = { ...stack, spec: { ...stack.spec, replicas: 'three' } };
    expect(plan([stackSet, damaged])).toMatchObject([{ stacks: [], errors: [{ stack: 'shop-v1', field: 'spec.replicas' }] }]);
  });

  test('but an unknown field is none: what is live has worked', () => {
    const [planned] = plan([{ ...stackSet, spec: { ...stackSet.spec, canary: true } }]);
    expect(planned?.errors.filter(({ field }) => field === 'spec.canary')).toEqual([]);
  });

  test('StackSets of another controller are left alone', () => {
    const other = {
      ...stackSet,
      metadata: { ...stackSet.metadata, annotations: { 'stackset-controller.zalando.org/controller': 'other' } },
    };
    expect(plan([other])).toEqual([]);
    expect(plan([other], { ...DEFAULT_RENDER_CONFIG, controllerId: 'other' })).toHaveLength(1);
  });
});

describe('a StackSetState in the dump', () => {
  const stackSet = (traffic: object): StackSet =>
    ({
      apiVersion: 'zalando.org/v1',
      kind: 'StackSet',
      metadata: { name: 'shop', namespace: 'default' },
      spec: {
        ingress: { hosts: ['shop.example.org'], backendPort: 80 },
        traffic: Object.entries(traffic).map(([stackName, weight]) => ({ stackName, weight })),
        stackTemplate: {
          spec: { version: 'v1', replicas: 1, podTemplate: { spec: { containers: [{ name: 'app', ports: [{ containerPort: 80 }] }] } } },
        },
      },
    }) as unknown as StackSet;

  test('holds the decisions, and a step that the live routes do not show is waited for', () => {
    const asked = stackSet({ 'shop-v1': 20, 'shop-v2': 80 });
    const { stackTemplate } = asked.spec;
    const second = { ...asked, spec: { ...asked.spec, stackTemplate: { spec: { ...stackTemplate.spec, version: 'v2' } } } };
    const state: KubernetesObject = {
      apiVersion: 'stackset-gitops.dev/v1alpha1',
      kind: 'StackSetState',
      metadata: { name: 'shop', namespace: 'default' },
      spec: {
        observedStackVersion: 'v2',
        stacks: [
          { name: 'shop-v1', weight: 60 },
          { name: 'shop-v2', weight: 40 },
        ],
      },
    };
    const stacks = [asked, second].map((template, index) => buildStack(template, index + 1, DEFAULT_RENDER_CONFIG));
    const [planned] = plan([second, ...stacks, state]);
    expect(planned?.blocked.map(({ reason, stacks: about }) => [reason, about])).toEqual([
      ['StacksNotReady', ['shop-v2']],
      ['NotApplied', ['shop-v1', 'shop-v2']],
    ]);
    expect(
      planned?.stacks.map(({ actualTrafficWeight, desiredTrafficWeight, segment }) => [actualTrafficWeight, desiredTrafficWeight, segment]),
    ).toEqual([
      [60, 20, [0, 0.6]],
      [40, 80, [0.6, 1]],
    ]);
  });
});

/** Configuration is the Stack's own field, so that its problems are the Stack's. */
const OF_THE_STACK = ['configuration-name.ts', 'frozen-configuration.ts'];

test('every error of a child names the kind that cannot be made', () => {
  const folder = new URL('../../core/resources/', import.meta.url);
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !OF_THE_STACK.includes(file));
  const reasons = sources.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/stackProblem\(\s*\w+,\s*'error',\s*'(\w+)'/g)].map(
      ([, reason = '']) => reason,
    ),
  );
  expect(reasons.length).toBeGreaterThan(3);
  expect(reasons.filter((reason) => childKindOf(reason) === undefined)).toEqual([]);
});
