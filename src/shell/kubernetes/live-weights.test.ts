import { describe, expect, test } from 'vitest';
import type { LiveObject } from './live-object.ts';
import { liveBackendWeights, liveSegment, segmentWeight } from './live-weights.ts';

const ingress = (annotations: Record<string, string>): LiveObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', annotations },
});
const routeGroup = (spec: unknown): LiveObject => ({ apiVersion: 'zalando.org/v1', kind: 'RouteGroup', metadata: { name: 'shop' }, spec });

describe('the segment of a live route', () => {
  test.each([
    ['TrafficSegment(0.00, 0.60)', [0, 0.6]],
    ['TrafficSegment(0.000, 0.005) && Weight(1)', [0, 0.005]],
    ['TrafficSegment(0.00, 0.00)', [0, 0]],
    ['Method("GET") && TrafficSegment(0.4,1)', [0.4, 1]],
    ['TrafficSegment(0.9, 0.1)', [0, 1]],
    ['TrafficSegment(x, y)', [0, 1]],
    ['', [0, 1]],
  ])('%s', (predicate, segment) => {
    expect(liveSegment(ingress({ 'zalando.org/skipper-predicate': predicate }))).toEqual(segment);
  });

  test('of a RouteGroup is its first route’s', () => {
    const routes = [{ predicates: ['Method("GET")', 'TrafficSegment(0.10, 0.30)'] }, { predicates: ['TrafficSegment(0, 1)'] }];
    expect(liveSegment(routeGroup({ routes }))).toEqual([0.1, 0.3]);
    expect(liveSegment(routeGroup({ routes: 'none' }))).toEqual([0, 1]);
  });

  test('is a weight in percent', () => {
    expect([segmentWeight([0.1, 0.3]), segmentWeight([0.57, 0.71]), segmentWeight([0, 0.005])]).toEqual([20, 14, 0.5]);
  });
});

describe('the weights in a live route of the StackSet', () => {
  const weights = (route: LiveObject): Record<string, number> => Object.fromEntries(liveBackendWeights(route, 'weights'));

  test('are an annotation of the Ingress', () => {
    expect(weights(ingress({ weights: '{"shop-v1": 3, "shop-v2": 1}' }))).toEqual({ 'shop-v1': 75, 'shop-v2': 25 });
  });

  test.each(['', 'no JSON', 'null', '[]', '"a"', '{"shop-v1": "3"}', '{"shop-v1": -1}'])('are none in %s', (text) => {
    expect(weights(ingress({ weights: text }))).toEqual({});
  });

  test('are the default backends of a RouteGroup', () => {
    const defaultBackends = [{ backendName: 'shop-v1', weight: 60 }, { backendName: 'shop-v2' }, { weight: 3 }, null, 'shop-v3'];
    expect(weights(routeGroup({ defaultBackends }))).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
    expect(weights(routeGroup({}))).toEqual({});
  });
});
