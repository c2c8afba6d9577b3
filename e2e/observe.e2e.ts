import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Cluster, StackSetKey } from '../src/shell/kubernetes/cluster.ts';
import type { ApiConnection } from '../src/shell/kubernetes/connection/api-connection.ts';
import { connectApi } from '../src/shell/kubernetes/connection/connect-api.ts';
import { electLeader } from '../src/shell/kubernetes/lease/elect-leader.ts';
import { observeCluster } from '../src/shell/kubernetes/observe/observe-cluster.ts';
import { observedResource } from '../src/shell/kubernetes/observe/observed-resource.ts';
import { watchEvents } from '../src/shell/kubernetes/observe/watch-events.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { giveRights } from './fixtures/sync-rights.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';

const test = useCluster({ own: true });
const WAIT = { timeout: 30_000, interval: 50 };

let warnings: string[] = [];
afterEach(() => {
  warnings = [];
});
beforeAll(() => giveRights(test.cluster, 'default'));

const connect = (kubeconfig: string): ApiConnection => {
  const api = connectApi({ kubeconfig, prefer: 'kubeconfig', environment: {}, workingDirectory: '/' });
  onTestFinished(() => api.close());
  return api;
};

function observe(kubeconfig = test.cluster.kubeconfigOf('sync')): Cluster {
  const cluster = observeCluster(connect(kubeconfig), { warn: (message) => warnings.push(message), random: Math.random });
  onTestFinished(() => cluster.close());
  return cluster;
}

async function observed(kubeconfig?: string): Promise<Cluster> {
  const cluster = observe(kubeconfig);
  expect(await cluster.settled(60_000)).toEqual({ fresh: true, ageSeconds: expect.any(Number) });
  return cluster;
}

function deployment(name: string, replicas: number): string {
  const labels = { stackset: name.split('-')[0], 'stack-version': 'v1' };
  const annotations = { 'stackset-gitops.dev/stack-hash': 'abc' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app' }] } };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels, annotations }, spec });
}

const apply = (namespace: string, input: string): Promise<string> => test.cluster.kubectl(['apply', '-n', namespace, '-f', '-'], { input });
const find = (cluster: Cluster, namespace: string, name: string): unknown => cluster.snapshot().find('Deployment', namespace, name);

describe('a real API server', () => {
  it('is followed with the rights of deploy/: what comes, changes and leaves', async () => {
    const namespace = await test.namespace();
    const cluster = await observed();
    const changes: (StackSetKey | undefined)[] = [];
    cluster.onChange((stackSet) => changes.push(stackSet));
    await apply(namespace, deployment('shop-v1', 3));
    const ready = { metadata: { name: 'shop-v1', namespace, generation: 1, uid: expect.any(String) }, spec: { replicas: 3 } };
    await vi.waitFor(() => {
      expect(find(cluster, namespace, 'shop-v1')).toMatchObject({
        ...ready,
        status: { observedGeneration: 1, updatedReplicas: 3, readyReplicas: 3 },
      });
    }, WAIT);
    expect(find(cluster, namespace, 'shop-v1')).not.toHaveProperty('spec.template');
    expect(new Set(changes.map((key) => key && `${key.namespace}/${key.name}`))).toEqual(new Set([`${namespace}/shop`]));
    await test.cluster.kubectl(['delete', 'deployment', 'shop-v1', '-n', namespace]);
    await vi.waitFor(() => expect(find(cluster, namespace, 'shop-v1')).toBeUndefined(), WAIT);
    expect(warnings).toEqual([]);
  });

  it('is listed in pages', async () => {
    const namespace = await test.namespace();
    const services = Array.from({ length: 600 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `many-v${index}`, labels: { stackset: 'many' } },
      spec: { clusterIP: 'None' },
    }));
    await apply(namespace, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: services }));
    const cluster = await observed();
    expect(cluster.snapshot().ofStackSet({ namespace, name: 'many' })).toHaveLength(600);
  });
});

describe('an API server that is lost', () => {
  it('by a crash is noticed at once; what happened meanwhile is seen when it is back', async () => {
    const namespace = await test.namespace();
    await apply(namespace, deployment('shop-v1', 1));
    const cluster = await observed();
    const told: boolean[] = [];
    cluster.onChange((key) => key ?? told.push(cluster.freshness().fresh));
    const started = performance.now();
    await test.cluster.stopApiServer('SIGKILL');
    await vi.waitFor(() => expect(cluster.freshness()).toMatchObject({ fresh: false, reason: expect.anything() }), WAIT);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(told).toContain(false);
    await test.cluster.startApiServer();
    await test.cluster.kubectl(['scale', 'deployment/shop-v1', '--replicas', '2', '-n', namespace]);
    expect(await cluster.settled(60_000)).toEqual({ fresh: true, ageSeconds: expect.any(Number) });
    await vi.waitFor(
      () => expect(find(cluster, namespace, 'shop-v1')).toMatchObject({ spec: { replicas: 2 }, status: { readyReplicas: 2 } }),
      WAIT,
    );
    expect(told.at(-1)).toBe(true);
  });

  it('has forgotten what happened before: a watch from then ends with 410, one from now when it was asked to, with a bookmark', async () => {
    const api = connect(test.cluster.kubeconfig);
    const resource = observedResource('Deployment');
    const from = async (version: string): Promise<readonly string[]> => {
      const types: string[] = [];
      const { signal } = new AbortController();
      for await (const { type } of watchEvents(api, resource, undefined, version, () => undefined, signal)) types.push(type);
      return types;
    };
    await expect(from('1')).rejects.toMatchObject({ name: 'ApiError', status: 410 });
    const list = (await api.call({ path: '/apis/apps/v1/deployments?limit=1' })) as {
      readonly metadata: { readonly resourceVersion: string };
    };
    const started = performance.now();
    expect((await from(list.metadata.resourceVersion)).at(-1)).toBe('BOOKMARK');
    expect(performance.now() - started).toBeGreaterThan(25_000);
  });

  it('by hanging is noticed before its timeouts, and by whoever asks in three seconds', async () => {
    const cluster = await observed();
    test.cluster.pauseApiServer();
    try {
      const started = performance.now();
      expect(await cluster.confirm()).toMatchObject({ fresh: false, reason: 'the API server does not answer: nothing came in 3 seconds' });
      expect(performance.now() - started).toBeLessThan(6500);
    } finally {
      test.cluster.resumeApiServer();
    }
    expect(await cluster.settled(60_000)).toEqual({ fresh: true, ageSeconds: expect.any(Number) });
  });
});

describe('rights', () => {
  it('that are missing altogether freeze everything, with a reason', async () => {
    const cluster = observe(test.cluster.kubeconfigOf('nobody'));
    expect(await cluster.settled(60_000)).toMatchObject({
      fresh: false,
      reason: expect.stringMatching(/is forbidden: User "\w+" cannot list resource/),
    });
    expect(warnings.length).toBeGreaterThan(3);
  });

  it('that are missing for RouteGroups freeze those who need them, and are told once', async () => {
    const rule = { apiGroups: ['apps', '', 'autoscaling', 'networking.k8s.io'], resources: ['*'], verbs: ['list', 'watch'] };
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'no-routegroups' }, rules: [rule] };
    await test.cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify(role) });
    await test.cluster.kubectl(['create', 'serviceaccount', 'reader', '-n', 'default']);
    await test.cluster.kubectl([
      'create',
      'clusterrolebinding',
      'reader',
      '--clusterrole=no-routegroups',
      '--serviceaccount=default:reader',
    ]);
    const cluster = await observed(await test.cluster.serviceAccountKubeconfig('default', 'reader'));
    expect(cluster.freshness(['Deployment', 'RouteGroup'])).toMatchObject({
      fresh: false,
      reason: expect.stringContaining('routegroups.zalando.org is forbidden'),
    });
    expect(warnings.filter((message) => message.startsWith('StackSets with RouteGroups are left as they are'))).toHaveLength(1);
  });
});

it('follows RouteGroups when their CRD goes and comes', async () => {
  const namespace = await test.namespace();
  const crd = await test.cluster.kubectl(['get', 'crd', 'routegroups.zalando.org', '-o', 'json']);
  const { metadata, spec, ...definition } = JSON.parse(crd) as { readonly metadata: { readonly name: string }; readonly spec: object };
  const routeGroup = {
    apiVersion: 'zalando.org/v1',
    kind: 'RouteGroup',
    metadata: { name: 'shop-v1-traffic-segment', labels: { stackset: 'shop' } },
    spec: {
      hosts: [`${namespace}.example.org`],
      backends: [{ name: 'shop-v1', type: 'shunt' }],
      routes: [{ pathSubtree: '/', predicates: ['TrafficSegment(0.0, 0.5)'], backends: [{ backendName: 'shop-v1' }] }],
    },
  };
  const cluster = await observed();
  await apply(namespace, JSON.stringify(routeGroup));
  const found = (): unknown => cluster.snapshot().find('RouteGroup', namespace, 'shop-v1-traffic-segment');
  await vi.waitFor(() => expect(found()).toMatchObject({ spec: { routes: [{ predicates: ['TrafficSegment(0.0, 0.5)'] }] } }), WAIT);
  await test.cluster.kubectl(['delete', 'crd', 'routegroups.zalando.org']);
  await vi.waitFor(() => expect(found()).toBeUndefined(), WAIT);
  await vi.waitFor(() => expect(cluster.freshness(['RouteGroup'])).toMatchObject({ fresh: true }), { timeout: 60_000 });
  await test.cluster.kubectl(['apply', '-f', '-'], {
    input: JSON.stringify({
      ...definition,
      metadata: { name: metadata.name, annotations: { 'api-approved.kubernetes.io': 'unapproved' } },
      spec,
    }),
  });
  await vi.waitFor(() => apply(namespace, JSON.stringify(routeGroup)), { timeout: 20_000, interval: 500 });
  await vi.waitFor(() => expect(found()).toBeDefined(), { timeout: 90_000, interval: 500 });
});

it('elects one leader by a real Lease, and the next where it gives up', async () => {
  const lease = { namespace: 'default', name: 'stackset-sync' };
  const join = (identity: string) => {
    const api = connect(test.cluster.kubeconfigOf('sync'));
    const leadership = electLeader({ api, lease, identity, random: Math.random, warn: (message) => warnings.push(message) });
    onTestFinished(() => leadership.close());
    return leadership;
  };
  const first = join('a');
  await vi.waitFor(() => expect(first.isLeader()).toBe(true), WAIT);
  const second = join('b');
  await vi.waitFor(() => expect(second.holder()).toBe('a'), WAIT);
  await first.close();
  await vi.waitFor(() => expect([first.isLeader(), second.isLeader()]).toEqual([false, true]), WAIT);
  const written = await test.cluster.kubectl([
    'get',
    'lease',
    'stackset-sync',
    '-n',
    'default',
    '-o',
    'jsonpath={.spec.holderIdentity} {.spec.leaseTransitions}',
  ]);
  expect(written).toBe('b 1');
  expect(warnings).toEqual([]);
});

it('plans over the cluster, as its kubeconfig says', async () => {
  const namespace = await test.namespace();
  const stackSet = {
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: { name: 'shop' },
    spec: {
      stackTemplate: {
        spec: { version: 'v1', podTemplate: { spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }] } } },
      },
    },
  };
  await apply(namespace, JSON.stringify(stackSet));
  const plan = (...args: readonly string[]): ReturnType<typeof run> =>
    run(process.execPath, [STACKSET, 'plan', '-n', namespace, '-o', 'json', ...args], {
      env: { KUBECONFIG: test.cluster.kubeconfigOf('sync') },
    });
  const { exitCode, stdout, stderr } = await plan();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `the cluster is ${test.cluster.server}\n` });
  expect(JSON.parse(stdout)).toMatchObject({ stackSets: [{ namespace, name: 'shop', stacks: [{ name: 'shop-v1', created: true }] }] });
  expect(await plan('--kubeconfig', test.cluster.kubeconfigOf('nobody'))).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('is forbidden'),
  });
});
