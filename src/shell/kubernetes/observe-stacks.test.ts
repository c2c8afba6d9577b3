import { describe, expect, test } from 'vitest';
import type { StackObservation } from '../../core/model/observation.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../../core/model/render-config.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { LiveObject } from './live-object.ts';
import { LiveObjects } from './live-objects.ts';
import { observeStacks } from './observe-stacks.ts';

const stackSet = { apiVersion: 'zalando.org/v1', kind: 'StackSet', metadata: { name: 'shop', namespace: 'default' } } as StackSet;
const stackOf = (annotations: Record<string, string>, generation?: number): Stack =>
  ({
    kind: 'Stack',
    metadata: { name: 'shop-v1', namespace: 'default', annotations, ...(generation && { generation }) },
  }) as unknown as Stack;
const ours = stackOf({ 'stackset-gitops.dev/stack-hash': 'aaaa' });

const live = (apiVersion: string, kind: string, annotations: Record<string, string>, more: object = {}, name = 'shop-v1'): LiveObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default', annotations },
  ...more,
});

function observe(stack: Stack, objects: readonly LiveObject[], config: Partial<RenderConfig> = {}): StackObservation {
  const seen = observeStacks(stackSet, [stack], new LiveObjects(objects), { ...DEFAULT_RENDER_CONFIG, ...config }).get('shop-v1');
  if (!seen) throw new Error('the stack was not looked at');
  return seen;
}

describe('a child is up to date', () => {
  const isUpToDate = (stack: Stack, annotations: Record<string, string>): boolean | undefined =>
    observe(stack, [live('v1', 'Service', annotations)]).children[0]?.upToDate;

  test.each<readonly [string, Stack, Record<string, string>, boolean | undefined]>([
    ['with the hash of the Stack', ours, { 'stackset-gitops.dev/stack-hash': 'aaaa' }, true],
    ['not with another hash', ours, { 'stackset-gitops.dev/stack-hash': 'bbbb' }, false],
    ['with the generation of the Stack', stackOf({}, 7), { 'stackset-controller.zalando.org/stack-generation': '7' }, true],
    ['not with another generation', stackOf({}, 7), { 'stackset-controller.zalando.org/stack-generation': '6' }, false],
    ['not with a generation where the Stack in Git has none', ours, { 'stackset-controller.zalando.org/stack-generation': '1' }, false],
    [
      'by the hash, where both are there',
      stackOf({ 'stackset-gitops.dev/stack-hash': 'aaaa' }, 7),
      { 'stackset-gitops.dev/stack-hash': 'bbbb', 'stackset-controller.zalando.org/stack-generation': '7' },
      false,
    ],
    ['never where nobody generated it: it is no child', ours, {}, undefined],
  ])('%s', (_, stack, annotations, expected) => {
    expect(isUpToDate(stack, annotations)).toBe(expected);
  });
});

const mark = { 'stackset-gitops.dev/stack-hash': 'aaaa' };

describe('pods', () => {
  const pods = (more: object, generation?: number): StackObservation['pods'] => {
    const deployment = live('apps/v1', 'Deployment', mark, more);
    return observe(ours, [{ ...deployment, metadata: { ...deployment.metadata, ...(generation && { generation }) } }]).pods;
  };

  test('are counted by the Deployment', () => {
    const status = { observedGeneration: 3, replicas: 4, updatedReplicas: 3, readyReplicas: 2 };
    expect(pods({ spec: { replicas: 4 }, status }, 3)).toEqual({ observed: true, replicas: 4, updatedReplicas: 3, readyReplicas: 2 });
  });

  test('one is asked for by default, and none is there yet', () => {
    expect(pods({ spec: {} }, 1)).toEqual({ observed: false, replicas: 1, updatedReplicas: 0, readyReplicas: 0 });
  });

  test('odd numbers are none', () => {
    expect(pods({ spec: { replicas: 'many' }, status: { readyReplicas: -1, updatedReplicas: null } })).toMatchObject({
      replicas: 1,
      readyReplicas: 0,
      updatedReplicas: 0,
    });
  });

  test('a Service of Knative is not the stack’s', () => {
    expect(observe(ours, [live('serving.knative.dev/v1', 'Service', mark)]).children).toEqual([]);
  });
});

describe('routes', () => {
  test('are the segments', () => {
    const segment = live(
      'networking.k8s.io/v1',
      'Ingress',
      { ...mark, 'zalando.org/skipper-predicate': 'TrafficSegment(0.10, 0.30)' },
      {},
      'shop-v1-traffic-segment',
    );
    expect(observe(ours, [segment, live('networking.k8s.io/v1', 'Ingress', mark)]).routes).toEqual([
      { kind: 'Ingress', weight: 20, step: 1 },
    ]);
  });

  test('are the StackSet’s own where it has weights', () => {
    const metadata = { name: 'shop', namespace: 'default', labels: { stackset: 'shop' } };
    const routes: readonly LiveObject[] = [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { ...metadata, annotations: { 'zalando.org/backend-weights': '{"shop-v1": 12.5, "shop-v2": 87.5}' } },
      },
      {
        apiVersion: 'zalando.org/v1',
        kind: 'RouteGroup',
        metadata,
        spec: {
          defaultBackends: [
            { backendName: 'shop-v1', weight: 13 },
            { backendName: 'shop-v2', weight: 87 },
          ],
        },
      },
    ];
    expect(observe(ours, routes, { trafficProvider: 'skipper-weights', weightPrecision: 0.5 }).routes).toEqual([
      { kind: 'Ingress', weight: 12.5, step: 0.5 },
      { kind: 'RouteGroup', weight: 13, step: 1 },
    ]);
  });

  test.each([
    [{ 'argocd.argoproj.io/sync-options': 'Replace=true,Prune=false' }, true],
    [{ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }, true],
    [{ 'argocd.argoproj.io/sync-options': 'Replace=true' }, false],
  ])('of %j are protected from pruning: %j', (annotations, isProtected) => {
    expect(observe(ours, [live('v1', 'Service', { ...mark, ...annotations })]).children[0]?.pruneProtected).toBe(isProtected);
  });
});
