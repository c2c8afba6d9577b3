import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderInput } from '../../fixtures/arbitraries/render-input.ts';
import { stackSet } from '../../fixtures/arbitraries/stack-set.ts';
import { emitDocuments } from '../shell/yaml/emit.ts';
import { parseYaml } from '../shell/yaml/read.ts';
import { buildStackSpec } from './lifecycle/build-stack.ts';
import { stackHash } from './lifecycle/stack-hash.ts';
import { PRUNE_PROTECTION, SKIPPER_PREDICATE_ANNOTATION, STACK_HASH_ANNOTATION } from './model/annotations.ts';
import type { KubernetesObject } from './model/kubernetes.ts';
import type { Stack } from './model/stack.ts';
import type { StackSet } from './model/stack-set.ts';
import { type RenderInput, type Rendering, render } from './render.ts';
import { checkStackFields } from './schema/check-stack.ts';
import { checkStackSetFields } from './schema/check-stack-set.ts';
import { checkStateFields } from './schema/check-state.ts';

const RUNS = { numRuns: 1000 };

const errors = (problems: ReturnType<typeof checkStackSetFields>) => problems.filter(({ severity }) => severity === 'error');

/** The same data with the keys of every object the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reversed(inner)])) as T;
}

const objectsOf = ({ stacks, routes }: Rendering): readonly KubernetesObject[] => [
  ...stacks.flatMap(({ stack, children }) => [stack, ...children]),
  ...routes,
];

describe('the packages tried here', () => {
  test('fit their schemas', () => {
    fc.assert(
      fc.property(renderInput, (input) => {
        expect(errors(checkStackSetFields(input.stackSet))).toEqual([]);
        expect(input.stacks.flatMap(({ stack }) => errors(checkStackFields(stack)))).toEqual([]);
        expect(input.state ? errors(checkStateFields(input.state)) : []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('are worth it: all kinds of children are made, and all reasons for errors given', () => {
    const kinds = new Set<string>();
    const reasons = new Set<string>();
    for (const input of fc.sample(renderInput, { numRuns: 1000, seed: 1 })) {
      const rendering = render(input);
      for (const { kind } of objectsOf(rendering)) kinds.add(kind);
      for (const { reason } of rendering.problems) reasons.add(reason);
    }
    const made = [
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'PlatformCredentialsSet',
      'RouteGroup',
      'Secret',
      'Service',
      'Stack',
    ];
    expect([...kinds].sort()).toEqual(made);
    expect([...reasons].sort()).toEqual([
      'ApplicationLabelMissing',
      'AutoscalerMetricInvalid',
      'BackendOverlapsStack',
      'BackendPortUnknown',
      'ConfigurationNotFound',
      'SecretInPlainText',
      'TokensMissing',
    ]);
  });
});

describe('render', () => {
  test('gives objects that can be written, or says what is wrong, and never throws', () => {
    fc.assert(
      fc.property(renderInput, (input) => {
        const rendering = render(input);
        const written = parseYaml(emitDocuments(objectsOf(rendering)));
        expect(written.problems).toEqual([]);
        expect(written.documents.map(({ value }) => value)).toEqual(objectsOf(rendering));
      }),
      RUNS,
    );
  });

  test('does not depend on the order of stacks and configuration', () => {
    const shuffled = renderInput.chain((input) =>
      fc.tuple(fc.constant(input), fc.record({ stacks: permutation(input.stacks), configuration: permutation(input.configuration) })),
    );
    fc.assert(
      fc.property(shuffled, ([input, other]) => {
        expect(render({ ...input, ...other })).toEqual(render(input));
      }),
      RUNS,
    );
  });

  test('changes nothing when it is run again on what it gave', () => {
    fc.assert(
      fc.property(renderInput, (input) => {
        const first = render(input);
        const second = render({ ...input, stacks: first.stacks.map((rendered) => asKnown(rendered, input)) });
        expect(emitDocuments(objectsOf(second))).toBe(emitDocuments(objectsOf(first)));
        expect(second.stacks.some(({ plan }) => plan.created)).toBe(false);
      }),
      RUNS,
    );
  });

  test('protects every child of a stack with weight from being pruned, and none of a stack without', () => {
    fc.assert(
      fc.property(renderInput, (input) => {
        const { stacks, routes } = render(input);
        for (const { plan, children } of stacks) expect(children.filter(isProtected)).toEqual(plan.decision.weight > 0 ? children : []);
        expect(routes.filter(isProtected)).toEqual(routes);
      }),
      RUNS,
    );
  });

  test('marks every child with its stack, its version and the hash of the spec', () => {
    fc.assert(
      fc.property(renderInput, (input) => {
        for (const { stack, children } of render(input).stacks) {
          for (const { metadata } of children) {
            expect(metadata.labels).toMatchObject(stack.metadata.labels ?? {});
            expect(Object.keys(metadata.labels ?? {})).toEqual(expect.arrayContaining(['stackset', 'stack-version']));
            expect(metadata.annotations?.[STACK_HASH_ANNOTATION]).toBe(stackHash(stack.spec));
            expect(metadata.namespace).toBe(stack.metadata.namespace);
          }
        }
      }),
      RUNS,
    );
  });

  test('shares [0, 1) out without gap or overlap in the predicates as they are written', () => {
    let shared = 0;
    const segmented = renderInput.map(
      (input): RenderInput => ({ ...input, config: { ...input.config, trafficProvider: 'skipper-segments' } }),
    );
    fc.assert(
      fc.property(segmented, (input) => {
        const { stacks } = render(input);
        const segments = stacks.map(({ plan, children }) => ({ plan, segment: writtenSegment(children) }));
        fc.pre(segments.every(({ segment }) => segment !== undefined));
        for (const { plan, segment } of segments) if (plan.decision.weight === 0) expect(Number(segment?.[1])).toBe(0);
        const bounds = segments
          .filter(({ plan }) => plan.decision.weight > 0)
          .sort((a, b) => a.plan.decision.segment[0] - b.plan.decision.segment[0])
          .map(({ segment }) => segment ?? ['', '']);
        if (bounds.length === 0) return;
        shared += 1;
        expect(bounds.map(([lower]) => lower)).toEqual([bounds[0]?.[0], ...bounds.slice(0, -1).map(([, upper]) => upper)]);
        expect(Number(bounds[0]?.[0])).toBe(0);
        expect(Number(bounds.at(-1)?.[1])).toBe(1);
      }),
      RUNS,
    );
    expect(shared).toBeGreaterThan(200);
  });
});

test('the hash of a Stack does not depend on the order of fields in the StackSet', () => {
  fc.assert(
    fc.property(stackSet, (value) => {
      expect(stackHash(buildStackSpec(reversed(value)))).toBe(stackHash(buildStackSpec(value)));
    }),
    RUNS,
  );
});

test('the hash of a Stack depends on every field of its template and routes', () => {
  fc.assert(
    fc.property(stackSet, (value) => {
      const { spec } = value.spec.stackTemplate;
      const changed = {
        ...value,
        spec: { ...value.spec, stackTemplate: { spec: { ...spec, minReadySeconds: (spec.minReadySeconds ?? 0) + 1 } } },
      };
      const routed: StackSet = { ...value, spec: { ...value.spec, externalIngress: { backendPort: 'another' } } };
      const hash = stackHash(buildStackSpec(value));
      expect(stackHash(buildStackSpec(changed))).not.toBe(hash);
      expect(stackHash(buildStackSpec(routed))).not.toBe(hash);
    }),
    RUNS,
  );
});

const permutation = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

const isProtected = ({ metadata: { annotations = {} } }: KubernetesObject): boolean =>
  annotations['argocd.argoproj.io/sync-options']?.split(',').includes('Prune=false') === true &&
  annotations['kustomize.toolkit.fluxcd.io/prune'] === PRUNE_PROTECTION['kustomize.toolkit.fluxcd.io/prune'];

/** A stack as the shell reads it back: its file's ConfigMaps and Secrets, and encrypted ones beside it. */
function asKnown(
  { stack, children, plan }: Rendering['stacks'][number],
  { stacks, configuration }: RenderInput,
): RenderInput['stacks'][number] {
  const copies = children.filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret').map((object) => ({ object, encrypted: false }));
  const sources = stacks.find((known) => known.stack.metadata.name === plan.name)?.frozen ?? configuration;
  return { stack: readBack(stack), frozen: [...copies, ...sources.filter(({ encrypted }) => encrypted)] };
}

const readBack = (stack: Stack): Stack => parseYaml(emitDocuments([stack])).documents[0]?.value as Stack;

/** The bounds of a stack's segment, as text, which Ingress and RouteGroup agree on; undefined where it has neither. */
function writtenSegment(children: readonly KubernetesObject[]): readonly [string, string] | undefined {
  const predicates = children
    .filter(({ metadata }) => metadata.name.endsWith('-traffic-segment'))
    .map(({ kind, metadata, spec }) =>
      kind === 'Ingress' ? metadata.annotations?.[SKIPPER_PREDICATE_ANNOTATION] : JSON.stringify((spec as { routes: unknown }).routes),
    );
  const found = predicates.map((text) => /TrafficSegment\((\d\.\d+), (\d\.\d+)\)/.exec(text ?? ''));
  const [first] = found;
  expect(found.map((match) => match?.[0])).toEqual(found.map(() => first?.[0]));
  return first ? [first[1] ?? '', first[2] ?? ''] : undefined;
}
