import { describe, expect, test } from 'vitest';
import { groupStackSets, type LiveStackSet } from './group-stack-sets.ts';
import type { LiveObject } from './live-object.ts';
import { LiveObjects } from './live-objects.ts';

const template = { podTemplate: { spec: { containers: [{ name: 'app', image: 'shop' }] } } };
const stackSet = (metadata: object, status: object = {}): LiveObject =>
  ({
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: { name: 'shop', namespace: 'default', ...metadata },
    spec: { stackTemplate: { spec: { version: 'v2', ...template } } },
    status,
  }) as LiveObject;
const stack = (name: string, metadata: object = {}, status: object = {}, spec: object = {}): LiveObject =>
  ({
    apiVersion: 'zalando.org/v1',
    kind: 'Stack',
    metadata: { name, namespace: 'default', labels: { stackset: 'shop' }, ...metadata },
    spec: { ...template, ...spec },
    status,
  }) as LiveObject;

function group(...objects: readonly LiveObject[]): LiveStackSet {
  const { stackSets, invalid } = groupStackSets(new LiveObjects(objects), '');
  expect(invalid).toEqual([]);
  const [first] = stackSets;
  if (!first) throw new Error('no StackSet was found');
  return first;
}

const names = ({ stacks }: LiveStackSet): readonly string[] => stacks.map(({ metadata }) => metadata.name);

describe('the Stacks of a StackSet', () => {
  test('are in the order of creation, then of their ordinals, then of their names, and are numbered', () => {
    const at = (creationTimestamp: string): object => ({ creationTimestamp });
    const found = group(
      stackSet({}),
      stack('shop-v9', at('2026-03-01T12:00:00Z')),
      stack('shop-b', { annotations: { 'stackset-gitops.dev/ordinal': '2' } }),
      stack('shop-c', { annotations: { 'stackset-gitops.dev/ordinal': '1' } }),
      stack('shop-a', { annotations: { 'stackset-gitops.dev/ordinal': '2' } }),
      stack('shop-v1', at('2026-03-01T11:00:00Z')),
    );
    expect(names(found)).toEqual(['shop-c', 'shop-a', 'shop-b', 'shop-v1', 'shop-v9']);
    expect(found.stacks.map(({ metadata }) => metadata.annotations?.['stackset-gitops.dev/ordinal'])).toEqual(['1', '2', '3', '4', '5']);
  });

  test('are those that it owns, whatever their labels', () => {
    const owned = (uid: string): object => ({ ownerReferences: [{ apiVersion: 'zalando.org/v1', kind: 'StackSet', name: 'shop', uid }] });
    const found = group(stackSet({ uid: '1' }), stack('shop-v1', { ...owned('1'), labels: {} }), stack('shop-v2', owned('2')));
    expect(names(found)).toEqual(['shop-v1']);
  });

  test('are of its namespace', () => {
    expect(names(group(stackSet({}), stack('shop-v1'), stack('shop-v2', { namespace: 'other' })))).toEqual(['shop-v1']);
  });
});

describe('what stackset-controller keeps in statuses', () => {
  const segment = (name: string, predicate: string): LiveObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `${name}-traffic-segment`, namespace: 'default', annotations: { 'zalando.org/skipper-predicate': predicate } },
  });
  const noTrafficSince = '2026-03-01T12:30:00Z';

  test('is the state', () => {
    const status = {
      observedStackVersion: 'v3',
      traffic: [
        { stackName: 'shop-v1', weight: 60 },
        { serviceName: 'shop-v2', weight: 40 },
      ],
    };
    const prescalingStatus = { active: true, replicas: 6, desiredTrafficWeight: 40, lastTrafficIncrease: '2026-03-01T12:40:00Z' };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop-v3', namespace: 'default' },
      spec: { replicas: 0 },
    };
    const found = group(
      stackSet({}, status),
      stack('shop-v1', { creationTimestamp: '2026-03-01T11:00:00Z' }),
      stack('shop-v2', { creationTimestamp: '2026-03-01T12:00:00Z' }, { prescalingStatus }),
      stack('shop-v3', { creationTimestamp: '2026-03-01T12:10:00Z' }, { noTrafficSince, prescalingStatus: { active: false, replicas: 3 } }),
      segment('shop-v1', 'TrafficSegment(0.40, 1.00)'),
      segment('shop-v2', 'TrafficSegment(0.00, 0.40)'),
      segment('shop-v3', 'TrafficSegment(0.00, 0.00)'),
      deployment,
    );
    expect(found.isOriginal).toBe(true);
    expect(found.state.spec).toEqual({
      observedStackVersion: 'v3',
      segmentOrder: ['shop-v2', 'shop-v1'],
      stacks: [
        { name: 'shop-v1', createdAt: '2026-03-01T11:00:00Z', weight: 60 },
        {
          name: 'shop-v2',
          createdAt: '2026-03-01T12:00:00Z',
          weight: 40,
          prescaling: { replicas: 6, desiredWeight: 40, lastTrafficIncrease: '2026-03-01T12:40:00Z' },
        },
        { name: 'shop-v3', createdAt: '2026-03-01T12:10:00Z', weight: 0, noTrafficSince, scaledDown: true },
      ],
    });
  });

  test('a Deployment without pods is not scaled down where the Stack asks for none', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop-v1', namespace: 'default' },
      spec: { replicas: 0 },
    };
    const found = group(stackSet({}), stack('shop-v1', {}, { noTrafficSince }, { replicas: 0 }), deployment);
    expect(found.state.spec.stacks).toEqual([{ name: 'shop-v1', weight: 0, noTrafficSince }]);
  });

  test('odd values are left out', () => {
    const status = { observedStackVersion: 7, traffic: [null, { stackName: 'shop-v1', weight: -1 }] };
    const found = group(stackSet({}, status), stack('shop-v1', {}, { noTrafficSince: 'yesterday', prescalingStatus: { active: 'yes' } }));
    expect(found.state.spec).toEqual({ segmentOrder: [], stacks: [{ name: 'shop-v1', weight: 0 }] });
  });
});

test('a state that does not fit its schema is an error, not an invitation to begin anew', () => {
  const state = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: 'shop', namespace: 'default' },
    spec: { stacks: [{ name: 'shop-v1', weight: 'all' }] },
  };
  const { stackSets, invalid } = groupStackSets(new LiveObjects([stackSet({}), state]), '');
  expect(stackSets).toEqual([]);
  expect(invalid[0]?.problems).toMatchObject([
    { severity: 'error', object: { kind: 'StackSetState' }, path: ['spec', 'stacks', 0, 'weight'] },
  ]);
});
