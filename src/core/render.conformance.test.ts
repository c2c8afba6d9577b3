import { afterAll, describe, expect, test } from 'vitest';
import { type ConformanceStep, type ExpectedStack, readScenarios, type Scenario } from '../../fixtures/conformance/cases.ts';
import { compareResources, compareWeightResources } from '../../fixtures/conformance/compare.mjs';
import type { KubernetesObject } from './model/kubernetes.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from './model/render-config.ts';
import type { Stack } from './model/stack.ts';
import type { StackSet } from './model/stack-set.ts';
import type { StackSetState } from './model/state.ts';
import { type KnownStack, render } from './render.ts';
import { synchronizedAnnotations } from './resources/synchronize-annotations.ts';

let compared = 0;

const stackSetOf = (step: ConformanceStep): StackSet => step.live.find((object) => object.kind === 'StackSet') as StackSet;

/** Live Stacks in the order of their creation, each with the ordinal that `import` would give it. */
function knownStacks(step: ConformanceStep): readonly KnownStack[] {
  const creation = (object: KubernetesObject): string =>
    (object.metadata as { readonly creationTimestamp?: string }).creationTimestamp ?? '';
  return step.live
    .filter((object): object is Stack => object.kind === 'Stack')
    .toSorted((a, b) => creation(a).localeCompare(creation(b)))
    .map((stack, index) => {
      const annotations = { ...stack.metadata.annotations, 'stackset-gitops.dev/ordinal': String(index + 1) };
      return { stack: { ...stack, metadata: { ...stack.metadata, annotations } }, frozen: [] };
    });
}

const lowerLimit = ({ resources }: ExpectedStack): number => Number(/TrafficSegment\(([\d.]+),/.exec(JSON.stringify(resources))?.[1] ?? 0);

/** The state that the recorded decision amounts to. */
function stateOf(step: ConformanceStep, stackSet: StackSet): StackSetState {
  const ttl = stackSet.spec.stackLifecycle?.scaledownTTLSeconds ?? 300;
  const stacks = step.expected.stacks ?? [];
  return {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: stackSet.metadata.name },
    spec: {
      segmentOrder: stacks.toSorted((a, b) => lowerLimit(a) - lowerLimit(b)).map(({ name }) => name),
      stacks: stacks.map(({ name, status }) => ({
        name,
        weight: status.actualTrafficWeight,
        scaledDown:
          status.noTrafficSince !== undefined &&
          Date.parse(step.now) - Date.parse(status.noTrafficSince) > ttl * 1000 &&
          !isAskedFor(stackSet, name),
        ...(status.prescalingStatus.active && {
          prescaling: {
            replicas: status.prescalingStatus.replicas ?? 0,
            desiredWeight: status.prescalingStatus.desiredTrafficWeight ?? 0,
            lastTrafficIncrease: status.prescalingStatus.lastTrafficIncrease ?? '',
          },
        }),
      })),
    },
  };
}

const isAskedFor = ({ spec }: StackSet, name: string): boolean =>
  spec.traffic?.some(({ stackName, weight }) => stackName === name && weight > 0) ?? false;

function configOf({ options: { backendWeightsKey, ...options } }: Scenario): RenderConfig {
  return { ...DEFAULT_RENDER_CONFIG, ...options, ...(backendWeightsKey && { backendWeightsAnnotationKey: backendWeightsKey }) };
}

function differences(
  scenario: Scenario,
  step: ConformanceStep,
  state: StackSetState | undefined,
  config = configOf(scenario),
): readonly string[] {
  const rendering = render({ stackSet: stackSetOf(step), stacks: knownStacks(step), config, configuration: [], ...(state && { state }) });
  return (step.expected.stacks ?? [])
    .filter(({ remove }) => !remove)
    .flatMap((expected) => {
      compared += 1;
      const got = rendering.stacks.find(({ plan }) => plan.name === expected.name);
      if (!got) return [`${expected.name}: missing`];
      const failed = new Set(got.problems.filter(({ severity }) => severity === 'error').map(({ reason }) => reason));
      const wanted = Object.keys(expected.errors ?? {}).length;
      return [
        ...compareResources(expected, got.stack.spec.autoscaler !== undefined, got.children).map((text) => `${expected.name}: ${text}`),
        ...(wanted > 0 === failed.size > 0
          ? []
          : [`${expected.name}: errors ${JSON.stringify(expected.errors)}, got ${[...failed].join(', ') || 'none'}`]),
      ];
    });
}

const scenarios = readScenarios().filter(({ steps }) => steps.some(({ expected }) => !expected.error));
const rendered = (step: ConformanceStep): boolean => !step.expected.error && !step.noDesiredTraffic;

describe('the children of a stack are the recorded ones, field for field', () => {
  test.each(scenarios)('$name: first step, without a state', (scenario) => {
    const first = scenario.steps.find(rendered);
    expect(first && differences(scenario, first, undefined)).toEqual([]);
  });

  test.each(scenarios)('$name: every step, with the recorded decision as its state', (scenario) => {
    const found = scenario.steps.flatMap((step, index) =>
      rendered(step) ? differences(scenario, step, stateOf(step, stackSetOf(step))).map((text) => `step ${index + 1}: ${text}`) : [],
    );
    expect(found).toEqual([]);
  });

  test.each(scenarios)('$name: every step, as routes with weights', (scenario) => {
    const config: RenderConfig = { ...configOf(scenario), trafficProvider: 'skipper-weights' };
    const found = scenario.steps.filter(rendered).flatMap((step, index) => {
      const input = {
        stackSet: stackSetOf(step),
        stacks: knownStacks(step),
        state: stateOf(step, stackSetOf(step)),
        config,
        configuration: [],
      };
      compared += 1;
      return compareWeightResources(step, render(input).routes).map((text) => `step ${index + 1}: ${text}`);
    });
    expect(found).toEqual([]);
  });

  afterAll(() => {
    expect(compared).toBeGreaterThan(500);
    process.stdout.write(`conformance: compared ${compared} renderings of ${scenarios.length} scenarios\n`);
  });
});

test('annotations that the StackSet lost are taken from the segments', () => {
  expect(synchronizedAnnotations({ 'example.org/other': '1' }, ['example.org/sync'])).toEqual({});
});
