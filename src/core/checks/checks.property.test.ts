import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConformanceStep, readScenarios } from '../../../fixtures/conformance/cases.ts';
import { buildStack } from '../lifecycle/build-stack.ts';
import { currentVersion, stackName } from '../lifecycle/stack-name.ts';
import { METRIC_TYPES } from '../model/autoscaler.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { checkStackSetFields } from '../schema/check-stack-set.ts';
import { checkPackage } from './check-package.ts';
import { checkStackSet } from './check-stack-set.ts';
import { checkState } from './check-state.ts';
import { templateDrift } from './template-drift.ts';

const currentStack = (stackSet: StackSet): string => stackName(stackSet.metadata.name, currentVersion(stackSet));

describe('what the original accepted', () => {
  const scenarios = readScenarios();
  const accepted = scenarios.filter(({ steps }) => steps.every(({ expected }) => !expected.error));
  const refused = scenarios.filter(({ steps }) => steps.some(({ expected }) => expected.error));

  /** Whether the original said that a stack of this step could not be made, which the resources say too. */
  const errorsOf = ({ live }: ConformanceStep): readonly string[] => {
    const stackSet = live.find(({ kind }) => kind === 'StackSet') as StackSet;
    const stackNames = [...live.filter(({ kind }) => kind === 'Stack').map(({ metadata }) => metadata.name), currentStack(stackSet)];
    const created = buildStack(stackSet, 1, DEFAULT_RENDER_CONFIG);
    return checkStackSet(stackSet, { config: DEFAULT_RENDER_CONFIG, stackNames, created })
      .filter(({ severity }) => severity === 'error')
      .map(({ reason }) => reason);
  };

  test('gives no error here', () => {
    expect(accepted.length).toBeGreaterThan(60);
    const errors = accepted.flatMap(({ name, steps }) => steps.flatMap((step) => errorsOf(step).map((reason) => `${name}: ${reason}`)));
    expect(errors).toEqual([]);
  });

  test('and what it refused gives the same error', () => {
    expect(refused.length).toBeGreaterThan(3);
    for (const step of refused.flatMap(({ steps }) => steps)) {
      const reason = step.expected.error?.includes('prefixed') ? 'ConfigurationNameUnprefixed' : 'BackendPortsDiffer';
      expect(errorsOf(step)).toEqual(step.expected.error ? [reason] : []);
    }
  });

  test('has not drifted from the Stacks that the original made of it', () => {
    let compared = 0;
    const drifted = accepted.flatMap(({ name, options, steps }) =>
      steps.flatMap(({ live }) => {
        const config: RenderConfig = { ...DEFAULT_RENDER_CONFIG, syncIngressAnnotations: options.syncIngressAnnotations ?? [] };
        const stackSet = live.find(({ kind }) => kind === 'StackSet') as StackSet;
        const stack = live.find(({ kind, metadata }) => kind === 'Stack' && metadata.name === currentStack(stackSet)) as Stack | undefined;
        if (stack === undefined) return [];
        compared += 1;
        return templateDrift(stackSet, stack, config).map(({ message }) => `${name}: ${message}`);
      }),
    );
    // Those whose stories change an annotation that is not synchronized.
    expect(
      drifted.filter((text) => !/since: spec\.ingress\.metadata\.annotations\["example\.org\/(sync|timeout)"\] \([^)]*\)$/.test(text)),
    ).toEqual([]);
    expect(drifted.map((text) => text.split(':')[0])).toEqual([
      'synchronized-annotations-reach-every-stack',
      ...['random-5', 'random-5', 'random-24', 'random-28', 'random-28'],
    ]);
    expect(compared).toBeGreaterThan(100);
  });
});

/** Texts that tempt: empty, long, of other alphabets, called like what JavaScript objects have. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'shop',
    'Shop',
    'v1',
    '80',
    'http',
    '-',
    '.',
    '*',
    '*.example.org',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
  ),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
const version = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?(\.[a-z0-9]{1,9})?$/);
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const port = fc.oneof(fc.constantFrom(0, 1, 80, 65535, 65536, -1), int32);
const portReference = fc.oneof(port, text);
const stringMap = fc.dictionary(fc.oneof(fc.constantFrom('stackset', 'stack-version', 'application'), text), text, { maxKeys: 4 });
const annotations = {
  annotations: fc.oneof(stringMap, fc.record({ 'alpha.stackset-controller.zalando.org/reset-hpa-min-replicas-delay': text })),
};
const metadata = fc.record(annotations, { requiredKeys: [] });
const hosts = fc.uniqueArray(text, { minLength: 1, maxLength: 4 });

const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 4 });
const optional = <T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }, required: (keyof T)[] = []) =>
  fc.record(fields, { requiredKeys: required });

const containers = list(
  optional({ name: text, ports: list(optional({ name: text, containerPort: port, protocol: text }, ['containerPort'])), image: text }, [
    'name',
  ]),
);
const metric = optional(
  {
    type: fc.constantFrom(...METRIC_TYPES),
    average: fc.oneof(int32, fc.constantFrom('0', '-1', '500m', '1e3', 'much')),
    averageUtilization: int32,
    container: text,
  },
  ['type'],
);
const configurationResource = optional({
  configMap: optional({ name: text, data: stringMap }),
  configMapRef: optional({ name: text }),
  secretRef: optional({ name: text }),
  platformCredentialsSet: optional({ name: text }),
});
const template = optional(
  {
    version,
    replicas: fc.nat(1000),
    service: optional({ metadata, ports: list(optional({ name: text, port, protocol: text, targetPort: portReference }, ['port'])) }),
    podTemplate: optional(
      {
        metadata: optional({ labels: stringMap, annotations: stringMap }),
        spec: optional({ containers, initContainers: containers }, ['containers']),
      },
      ['spec'],
    ),
    autoscaler: optional({ minReplicas: int32, maxReplicas: int32, metrics: list(metric) }, ['maxReplicas']),
    configurationResources: list(configurationResource),
  },
  ['version', 'podTemplate'],
);
const stackSet = fc.record({
  apiVersion: fc.constant('zalando.org/v1'),
  kind: fc.constant('StackSet' as const),
  metadata: optional({ name: text, namespace: text, labels: stringMap, ...annotations }, ['name']),
  spec: optional(
    {
      ingress: optional({ metadata, hosts, backendPort: portReference, path: text }, ['hosts', 'backendPort']),
      routegroup: fc.record({ hosts, backendPort: port, routes: fc.constant([{ pathSubtree: '/' }]) }),
      externalIngress: fc.record({ backendPort: portReference }),
      stackTemplate: fc.record({ spec: template }),
      traffic: list(fc.record({ stackName: text, weight: fc.oneof(fc.nat(100), fc.double({ min: 0, max: 1e300, noNaN: true })) })),
      minReadyPercent: int32,
    },
    ['stackTemplate'],
  ),
}) as unknown as fc.Arbitrary<StackSet>;

const config: fc.Arbitrary<RenderConfig> = fc
  .record({
    clusterDomains: list(text),
    syncIngressAnnotations: list(text),
    gapFallback: fc.boolean(),
    routeGroups: fc.boolean(),
    trafficProvider: fc.constantFrom('skipper-segments', 'skipper-weights'),
  })
  .map((settings) => ({ ...DEFAULT_RENDER_CONFIG, ...settings }) as RenderConfig);

const RUNS = { numRuns: 1000 };

describe('a StackSet that fits its schema, whatever it says', () => {
  test('is really one that fits', () => {
    fc.assert(
      fc.property(stackSet, (value) => {
        expect(checkStackSetFields(value).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('is judged without an exception, and every problem says where and what to do', () => {
    let found = 0;
    fc.assert(
      fc.property(stackSet, config, list(text), (value, settings, others) => {
        const created = buildStack(value, 1, settings);
        const stackNames = [...others, created.metadata.name];
        const problems = [
          ...checkStackSet(value, { config: settings, stackNames, created }),
          ...checkPackage(
            [value, { ...value, metadata: { ...value.metadata, name: 'shop' } }].map((member) => ({
              stackSet: member,
              output: 'stacks',
              stackNames,
              config: settings,
            })),
          ).map(({ problem }) => problem),
        ];
        found += problems.length;
        for (const problem of problems) {
          expect(problem).toMatchObject({
            object: { kind: 'StackSet' },
            message: expect.stringMatching(/./),
            remedy: expect.stringMatching(/[.]$/),
          });
          expect(problem.path.length).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
    expect(found).toBeGreaterThan(RUNS.numRuns);
  });

  test('has not drifted from its own Stack, whatever the order of its fields', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    fc.assert(
      fc.property(stackSet, config, (value, settings) => {
        expect(templateDrift(reversed(value) as StackSet, buildStack(value, 1, settings), settings)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('has drifted from the Stack of another template', () => {
    fc.assert(
      fc.property(stackSet, (value) => {
        const stack = buildStack(value, 1, DEFAULT_RENDER_CONFIG);
        const { spec } = value.spec.stackTemplate;
        const changed = { ...value, spec: { ...value.spec, stackTemplate: { spec: { ...spec, minReadySeconds: 7 } } } };
        expect(templateDrift(changed, stack, DEFAULT_RENDER_CONFIG)).toMatchObject([
          { message: expect.stringContaining('minReadySeconds (added: 7)') },
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

test('weights that were scaled to 100 percent are no uneven sum', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 });
  const of = { apiVersion: 'zalando.org/v1', kind: 'StackSet', metadata: { name: 'shop' } } as StackSet;
  fc.assert(
    fc.property(weights, (values) => {
      const sum = values.reduce((total, value) => total + value, 0);
      const stacks = values.map((value, index) => ({ name: `shop-${index}`, weight: (value / sum) * 100 }));
      const state = {
        apiVersion: 'stackset-gitops.dev/v1alpha1',
        kind: 'StackSetState',
        metadata: { name: 'shop' },
        spec: { stacks },
      } as const;
      expect(
        checkState(
          state,
          of,
          stacks.map(({ name }) => name),
        ),
      ).toEqual([]);
    }),
  );
});
