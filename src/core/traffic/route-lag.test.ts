import { describe, expect, test } from 'vitest';
import { stackOf, stackSituation } from '../../../fixtures/decide/situation.ts';
import type { ObservedRoute } from '../model/observation.ts';
import { DEFAULT_RENDER_CONFIG } from '../model/render-config.ts';
import { laggingRoutes, routesThatStillLeadTo } from './route-lag.ts';

const route = (weight: number, kind: ObservedRoute['kind'] = 'Ingress', step = 1): ObservedRoute => ({ kind, weight, step });

describe('a live route lags', () => {
  const lags = (weightInGit: number, settled: number, routes: readonly ObservedRoute[], stack = stackOf('shop-v1')): readonly string[] =>
    laggingRoutes(
      stackSituation('shop-v1', { stack, weightInGit, state: { name: 'shop-v1', weight: settled }, observation: { children: [], routes } }),
      DEFAULT_RENDER_CONFIG,
    ).map(({ kind, decided, routed }) => `${kind}: ${routed} for ${decided}`);
  const routegroup = { hosts: ['shop.example.org'], backendPort: 80, routes: [] };

  test.each<readonly [string, Parameters<typeof lags>, readonly string[]]>([
    ['not where it shows what Git says', [60, 60, [route(60)]], []],
    ['where it shows something else', [60, 60, [route(100)]], ['Ingress: 100 for 60']],
    ['where it is not there', [60, 60, []], ['Ingress: 0 for 60']],
    ['not where nothing has to be there', [0, 0, []], []],
    ['not where it shows what Git said before another stack left', [45, 75, [route(45)]], []],
    ['not where it shows what was settled on since', [45, 75, [route(75)]], []],
    ['not by less than half of its step', [12.5, 12.5, [route(12.4), route(13, 'RouteGroup')]], ['RouteGroup: 13 for 12.5']],
    ['each by itself', [60, 60, [route(60)], stackOf('shop-v1', { routegroup })], ['RouteGroup: 0 for 60']],
    ['not where somebody else routes', [60, 60, [], { ...stackOf('shop-v1'), spec: { podTemplate: { spec: { containers: [] } } } }], []],
  ])('%s', (_, [inGit, settled, routes, stack], expected) => {
    expect(lags(inGit, settled, routes, stack)).toEqual(expected);
  });
});

test('routes that still lead to a stack have any weight at all', () => {
  const observation = { children: [], routes: [route(0), route(0.5, 'RouteGroup')] };
  expect(routesThatStillLeadTo(stackSituation('shop-v1', { observation }))).toEqual([
    { name: 'shop-v1', kind: 'RouteGroup', decided: 0, routed: 0.5 },
  ]);
});
