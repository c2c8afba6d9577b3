import { describe, expect, test } from 'vitest';
import { autoscale } from './autoscale.ts';
import type { LiveStack } from './live-cluster.ts';

const stack = (weight: number, replicas: number): LiveStack => ({
  children: [],
  routes: [{ kind: 'Ingress', weight, step: 1 }],
  deployment: { replicas, pods: [] },
  autoscaler: { minReplicas: 2, maxReplicas: 8, stabilization: 300 },
  recommendations: [],
  crashes: false,
});

/** Pods after each of the loads, ten seconds apart. */
function podsUnder(loads: readonly number[], start: LiveStack): readonly (number | undefined)[] {
  let present = start;
  return loads.map((load, index) => {
    present = autoscale(present, { now: index * 10, load, requestsPerPod: 50, podStart: 20 });
    return present.deployment?.replicas;
  });
}

describe('as many pods as the share of the requests needs', () => {
  test.each([
    ['all of them', 100, 300, 6],
    ['a share, rounded up', 10, 1020, 3],
    ['not fewer than minReplicas', 100, 10, 2],
    ['not more than maxReplicas', 100, 5000, 8],
    ['without requests', 100, 0, 2],
  ])('%s', (_what, weight, load, expected) => expect(podsUnder([load], stack(weight, 1))).toEqual([expected]));
});

test('more come at once, fewer only after five minutes', () => {
  const pods = podsUnder([300, ...Array.from({ length: 31 }, () => 100)], stack(100, 2));
  expect(pods.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 6));
  expect(pods.slice(30)).toEqual([2, 2]);
});

test('a stack without pods is left alone', () => expect(podsUnder([300], stack(100, 0))).toEqual([0]));
