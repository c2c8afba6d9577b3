import { describe, expect, test } from 'vitest';
import type { JsonObject, KubernetesObject } from '../model/kubernetes.ts';
import { changedFields } from './first-apply.ts';

const object = (fields: JsonObject, annotations: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop-v1', annotations },
  spec: fields,
});

const changed = (rendered: KubernetesObject, live: KubernetesObject): readonly string[] =>
  changedFields(rendered, live).map(({ path }) => path.join('.'));

describe('what the first apply does not change', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['a field that the API server has filled in', { a: 1 }, { a: 1, b: 2 }],
    ['one in an item of a list', { ports: [{ port: 80 }] }, { ports: [{ port: 80, protocol: 'TCP' }] }],
    ['what is empty on both sides', { path: '', strategy: {}, hosts: [] }, {}],
    ['a quantity in another form', { resources: { cpu: '0.5', memory: '1024Mi' } }, { resources: { cpu: '500m', memory: '1Gi' } }],
    ['a quantity as a number', { target: { averageValue: 30 } }, { target: { averageValue: '30' } }],
    ["a RouteGroup's predicate above the fallback", { predicates: ['A()', 'Weight(1)'] }, { predicates: ['A()'] }],
    ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ])('%s', (_what, rendered, live) => {
    expect(changed(object(rendered), object(live))).toEqual([]);
  });

  test('what render adds to annotations', () => {
    const predicate = 'zalando.org/skipper-predicate';
    const rendered = object(
      {},
      {
        'stackset-gitops.dev/stack-hash': '1',
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        [predicate]: 'TrafficSegment(0.00, 0.50) && Weight(1) && Own()',
      },
    );
    expect(changed(rendered, object({}, { [predicate]: 'TrafficSegment(0.00, 0.50) && Own()' }))).toEqual([]);
  });
});

describe('what it changes', () => {
  test.each<[string, JsonObject, JsonObject, string]>([
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, 'spec.a.b'],
    ['a value of another type', { port: '80' }, { port: 80 }, 'spec.port'],
    ['a field that is not live', { a: 1 }, {}, 'spec.a'],
    ['a list of another length', { args: ['a'] }, { args: ['a', 'b'] }, 'spec.args'],
    ['the order of a list', { args: ['a', 'b'] }, { args: ['b', 'a'] }, 'spec.args.0 spec.args.1'],
    ['a number of pods to none', { replicas: 0 }, { replicas: 3 }, 'spec.replicas'],
    ['a text that only looks like a quantity', { image: '1.0' }, { image: '1' }, 'spec.image'],
    ['a larger quantity', { resources: { cpu: '1' } }, { resources: { cpu: '500m' } }, 'spec.resources.cpu'],
    ['a key that prototypes have', { labels: { constructor: 'a' } }, { labels: {} }, 'spec.labels.constructor'],
  ])('%s', (_what, rendered, live, path) => {
    expect(changed(object(rendered), object(live)).join(' ')).toBe(path);
  });

  test("a person's annotation", () => {
    expect(changed(object({}, { 'example.org/a': '1' }), object({}, { 'example.org/a': '2' }))).toEqual([
      'metadata.annotations.example.org/a',
    ]);
  });

  test('the version of the API alone, for the fields of two versions cannot be compared', () => {
    expect(changed(object({ a: 1 }), { ...object({ b: 1 }), apiVersion: 'v2' })).toEqual(['apiVersion']);
  });
});
