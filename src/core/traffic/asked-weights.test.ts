import { describe, expect, test } from 'vitest';
import type { StackSet, StackSetSpec } from '../model/stack-set.ts';
import { askedWeights, hasRoutes } from './asked-weights.ts';

const asking = (traffic: StackSetSpec['traffic']): StackSet => ({
  apiVersion: 'zalando.org/v1',
  kind: 'StackSet',
  metadata: { name: 'shop' },
  spec: { ...(traffic && { traffic }), stackTemplate: { spec: { podTemplate: { spec: { containers: [] } } } } },
});

const ask = (...entries: readonly (readonly [string, number])[]): StackSetSpec['traffic'] =>
  entries.map(([stackName, weight]) => ({ stackName, weight }));

describe('the weights that are asked for', () => {
  test.each([
    ['are scaled to 100', ask(['a', 1], ['b', 3]), { a: 25, b: 75, c: 0 }],
    ['are 0 where none are', undefined, { a: 0, b: 0, c: 0 }],
    ['are 0 where the list is empty', [], { a: 0, b: 0, c: 0 }],
    ['leave out stacks that do not exist, before the rest is scaled', ask(['a', 20], ['gone', 60], ['b', 20]), { a: 50, b: 50, c: 0 }],
    ['are 0 where only stacks that do not exist have any', ask(['gone', 100], ['a', 0]), { a: 0, b: 0, c: 0 }],
    ['take the last entry of a stack named twice', ask(['a', 90], ['b', 10], ['a', 10]), { a: 50, b: 50, c: 0 }],
    ['know no stack by the name of a method', ask(['toString', 90], ['b', 10]), { a: 0, b: 100, c: 0 }],
  ])('%s', (_rule, traffic, expected) => {
    const weights = askedWeights(asking(traffic), ['a', 'b', 'c'], { weightPrecision: 1 });
    expect(Object.fromEntries(weights)).toEqual(expected);
  });

  test('are rounded to the precision of the configuration', () => {
    const weights = askedWeights(asking(ask(['a', 1], ['b', 1], ['c', 1])), ['a', 'b', 'c'], { weightPrecision: 0.1 });
    expect(Object.fromEntries(weights)).toEqual({ a: 33.4, b: 33.3, c: 33.3 });
  });
});

test.each([
  ['Ingress', { ingress: { hosts: ['a'], backendPort: 80 } }, true],
  ['RouteGroup', { routegroup: { hosts: ['a'], backendPort: 80, routes: [] } }, true],
  ['an ingress elsewhere', { externalIngress: { backendPort: 80 } }, true],
  ['nothing', {}, false],
])('%s routes to stacks', (_what, spec, routes) => {
  expect(hasRoutes({ spec })).toBe(routes);
});
