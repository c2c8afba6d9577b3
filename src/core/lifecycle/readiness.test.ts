import { describe, expect, test } from 'vitest';
import { situation, stackOf } from '../../../fixtures/decide/situation.ts';
import { FORWARD_BACKEND_ANNOTATION } from '../model/annotations.ts';
import type { ObservedChild, ObservedKind, StackObservation } from '../model/observation.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import { lackingChildren } from './lacking-children.ts';
import { neededShare, readinessOf } from './readiness.ts';

const child = (kind: ObservedKind, name = 'shop-v1', upToDate = true): ObservedChild => ({ kind, name, upToDate, pruneProtected: false });
const segment = (kind: ObservedKind): ObservedChild => child(kind, 'shop-v1-traffic-segment');
const basic = [child('Deployment'), child('Service'), segment('Ingress')];
const autoscaled = stackOf('shop-v1', { autoscaler: { maxReplicas: 5 } });
const routegroup = { hosts: ['shop.example.org'], backendPort: 80, routes: [] };
const { ingress: _, ...worker } = stackOf('shop-v1').spec;
const withRouteGroup = stackOf('shop-v1', { routegroup });
const withoutRoutes: Stack = { ...stackOf('shop-v1'), spec: worker };

describe('children that the cluster does not have as Git has them', () => {
  test.each<
    readonly [rule: string, stack: Stack, live: readonly ObservedChild[], config: Partial<RenderConfig>, lacking: readonly string[]]
  >([
    ['none where all are there', stackOf('shop-v1'), basic, {}, []],
    [
      'all of an empty cluster',
      autoscaled,
      [],
      {},
      ['Deployment missing', 'Service missing', 'HorizontalPodAutoscaler missing', 'Ingress missing'],
    ],
    [
      'one of an older Stack',
      stackOf('shop-v1'),
      [child('Deployment'), child('Service', 'shop-v1', false), segment('Ingress')],
      {},
      ['Service outdated'],
    ],
    [
      'an autoscaler of a Stack without',
      stackOf('shop-v1'),
      [...basic, child('HorizontalPodAutoscaler')],
      {},
      ['HorizontalPodAutoscaler leftover'],
    ],
    ['a route of a Stack without', withoutRoutes, basic, {}, ['Ingress leftover']],
    ['the own address, below a cluster domain', stackOf('shop-v1'), basic, { clusterDomains: ['example.org'] }, ['Ingress missing']],
    ['not an own address that is there all the same', stackOf('shop-v1'), [...basic, child('Ingress')], {}, []],
    ['unless it is outdated', stackOf('shop-v1'), [...basic, child('Ingress', 'shop-v1', false)], {}, ['Ingress outdated']],
    ['a RouteGroup', withRouteGroup, basic, {}, ['RouteGroup missing']],
    ['not where the cluster has no RouteGroups', withRouteGroup, basic, { routeGroups: false }, []],
    ['no segment where the StackSet has weights', stackOf('shop-v1'), basic.slice(0, 2), { trafficProvider: 'skipper-weights' }, []],
  ])('%s', (_rule, stack, live, config, lacking) => {
    const found = lackingChildren(stack, live, true, { ...DEFAULT_RENDER_CONFIG, ...config });
    expect(found.map(({ kind, lack }) => `${kind} ${lack}`)).toEqual(lacking);
  });

  test('and a Deployment that its controller has not looked at', () => {
    expect(lackingChildren(stackOf('shop-v1'), basic, false, DEFAULT_RENDER_CONFIG)).toMatchObject([
      { kind: 'Deployment', lack: 'unobserved' },
    ]);
  });
});

describe('a stack is ready', () => {
  const isReady = (replicas: number, updatedReplicas: number, readyReplicas: number, percent?: number): boolean => {
    const observation: StackObservation = {
      children: basic,
      routes: [],
      pods: { observed: true, replicas, updatedReplicas, readyReplicas },
    };
    const { stackSet } = situation([], { spec: percent === undefined ? {} : { minReadyPercent: percent } });
    return readinessOf(stackOf('shop-v1'), observation, neededShare(stackSet), DEFAULT_RENDER_CONFIG).ready;
  };

  test.each<readonly [string, Parameters<typeof isReady>, boolean]>([
    ['with all its pods', [3, 3, 3], true],
    ['not with one less', [3, 3, 2], false],
    ['not with a pod of the old template', [3, 2, 3], false],
    ['with minReadyPercent of them, rounded up', [5, 3, 3, 50], true],
    ['not with less', [5, 5, 2, 50], false],
    ['0 percent are all', [2, 2, 1, 0], false],
    ['more than 100 percent are all', [2, 2, 2, 150], true],
    ['never without pods', [0, 0, 0, 50], false],
  ])('%s', (_rule, numbers, expected) => {
    expect(isReady(...numbers)).toBe(expected);
  });

  test('where it forwards to another cluster', () => {
    const forwards = stackOf('shop-v1', {}, { [FORWARD_BACKEND_ANNOTATION]: 'fwd' });
    expect(readinessOf(forwards, { children: [], routes: [] }, 1, DEFAULT_RENDER_CONFIG)).toMatchObject({ ready: true, lacking: [] });
  });

  test('where nothing routes, as soon as one pod is asked for', () => {
    const { stackSet } = situation([]);
    const { ingress: _ingress, ...spec } = stackSet.spec;
    expect(neededShare({ ...stackSet, spec })).toBe(0);
  });
});
