import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenarios } from '../../../fixtures/conformance/cases.ts';
import { formatPath, type Problem } from '../model/problem.ts';
import { checkRenderConfigFields } from './check-render-config.ts';
import { checkStackFields } from './check-stack.ts';
import { checkStackSetFields } from './check-stack-set.ts';
import { checkStateFields } from './check-state.ts';
import { fieldAt } from './field-at.ts';
import { readRenderConfig } from './read-render-config.ts';

const checks: readonly [string, (value: unknown) => readonly Problem[]][] = [
  ['StackSet', checkStackSetFields],
  ['Stack', checkStackFields],
  ['StackSetState', checkStateFields],
  ['RenderConfig', checkRenderConfigFields],
  ['the settings', (value) => readRenderConfig(value).problems],
];

const small = {
  apiVersion: 'zalando.org/v1',
  kind: 'StackSet',
  metadata: { name: 'shop' },
  spec: {
    ingress: { hosts: ['shop.example.org'], backendPort: 80 },
    routegroup: { hosts: ['shop.example.org'], backendPort: 80, routes: [{ pathSubtree: '/' }] },
    stackLifecycle: { limit: 5 },
    traffic: [{ stackName: 'shop-v1', weight: 100 }],
    stackTemplate: {
      spec: {
        version: 'v1',
        autoscaler: { maxReplicas: 3, metrics: [{ type: 'ZMON', zmon: { checkID: '1', key: 'k', tags: { a: 'b' } } }] },
        podTemplate: {
          spec: { containers: [{ name: 'shop', livenessProbe: { httpGet: { port: 80 } }, env: [{ name: 'A', value: 'b' }] }] },
        },
      },
    },
  },
};

/** Any value that YAML gives, with bigints, and objects whose names are those of our fields. */
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, '', 'x', 0, -1, 1.5, 10n ** 20n, -(10n ** 20n)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom('apiVersion', 'kind', 'metadata', 'spec', 'data', 'status', 'traffic', 'ingress', 'stackTemplate', 'podTemplate'),
        fc.string(),
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe.each(checks)('the check of %s', (_name, check) => {
  test('never throws, and every problem is complete', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        for (const problem of check(value)) {
          expect(problem.message).not.toBe('');
          expect(problem.remedy).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('never throws on JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void check(value)),
      { numRuns: 1000 },
    );
  });
});

/** The paths of all objects and values in a document. */
function placesOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...steps.flatMap((step) => placesOf(fieldAt(value, [step]), [...path, step]))];
}

function withValueAt(value: unknown, path: readonly (string | number)[], replacement: unknown): unknown {
  const copy = structuredClone(value);
  const last = path.at(-1);
  if (last === undefined) return replacement;
  (fieldAt(copy, path.slice(0, -1)) as Record<string | number, unknown>)[last] = replacement;
  return copy;
}

describe('at every level of a StackSet', () => {
  const places = placesOf(small);
  const isMap = (path: readonly (string | number)[]) => ['annotations', 'labels', 'tags'].includes(String(path.at(-1)));
  const objects = places.filter((path) => {
    const value = fieldAt(small, path);
    return typeof value === 'object' && !Array.isArray(value) && !isMap(path);
  });

  test('the document has enough of them', () => expect([places.length > 40, objects.length > 15]).toEqual([true, true]));

  test.each(objects.map((path) => [formatPath(path) || '(root)', path] as const))(
    'an unknown field in %s is one error, there',
    (_text, path) => {
      const problems = checkStackSetFields(withValueAt(small, [...path, 'zzzzzz'], 1));
      expect(problems.map(({ severity, reason, path: at }) => [severity, reason, at])).toEqual([
        ['error', 'UnknownField', [...path, 'zzzzzz']],
      ]);
    },
  );

  test.each(places.map((path) => [formatPath(path) || '(root)', path] as const))('a boolean at %s is one error, there', (_text, path) => {
    const problems = checkStackSetFields(withValueAt(small, path, true));
    expect(problems.map(({ severity, reason, path: at }) => [severity, reason, at])).toEqual([['error', 'WrongType', path]]);
  });
});

describe('what the original accepted', () => {
  const live = readScenarios().flatMap(({ name, steps }) =>
    steps.flatMap((step, index) => step.live.map((object) => ({ name: `${name} ${index}`, object }))),
  );
  const stackSets = live.filter(({ object }) => object.kind === 'StackSet');
  const stacks = live.filter(({ object }) => object.kind === 'Stack');

  test('there are conformance cases', () => expect([stackSets.length > 100, stacks.length > 100]).toEqual([true, true]));

  test('every StackSet of the conformance cases is without error', () => {
    expect(stackSets.flatMap(({ name, object }) => errors(name, checkStackSetFields(object)))).toEqual([]);
  });

  test('every Stack of the conformance cases is without error', () => {
    expect(stacks.flatMap(({ name, object }) => errors(name, checkStackFields(object)))).toEqual([]);
  });

  const errors = (name: string, problems: readonly Problem[]): readonly string[] =>
    problems.filter(({ severity }) => severity === 'error').map(({ path, message }) => `${name}: ${formatPath(path)} ${message}`);
});
