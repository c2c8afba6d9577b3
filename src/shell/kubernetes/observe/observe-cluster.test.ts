import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cluster, StackSetKey } from '../cluster.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { FakeApiServer } from '../fake/fake-api-server.ts';
import { observeCluster } from './observe-cluster.ts';

const DEPLOYMENTS = '/apis/apps/v1 deployments';
const HPAS = '/apis/autoscaling/v2 horizontalpodautoscalers';
const ROUTE_GROUPS = '/apis/zalando.org/v1 routegroups';

let server: FakeApiServer;
let api: ApiConnection;
let cluster: Cluster;
let warnings: string[];
let changes: (StackSetKey | undefined)[];
/** Reasons why nothing could be decided, as they came up. */
let frozen: string[];

beforeEach(async () => {
  server = await FakeApiServer.start();
  api = server.connect();
  warnings = [];
  changes = [];
  frozen = [];
});
afterEach(async () => {
  await cluster.close();
  api.close();
  await server.stop();
});

function observe(namespaces?: readonly string[]): void {
  cluster = observeCluster(api, { warn: (message) => warnings.push(message), random: () => 0.5, ...(namespaces && { namespaces }) });
  cluster.onChange((stackSet) => {
    changes.push(stackSet);
    const freshness = cluster.freshness();
    if (!freshness.fresh) frozen.push(freshness.reason);
  });
}

/** Waits until an expectation holds, on a machine that may be busy. */
const until = (expectation: () => void): Promise<void> => vi.waitFor(expectation, { timeout: 10_000 });

async function observed(): Promise<void> {
  observe();
  expect(await cluster.settled(5000)).toMatchObject({ fresh: true });
  changes.length = 0;
  frozen.length = 0;
}

const deployment = (name: string, readyReplicas: number, namespace = 'default'): object => ({
  metadata: {
    name,
    namespace,
    uid: `uid-of-${name}`,
    generation: 3,
    labels: { stackset: name.split('-')[0], 'stack-version': 'v1' },
    annotations: { 'stackset-gitops.dev/stack-hash': 'abc', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [{ manager: 'argocd' }],
  },
  spec: { replicas: 3, template: { spec: { containers: [] } } },
  status: { observedGeneration: 3, replicas: 3, updatedReplicas: 3, readyReplicas, conditions: [{ type: 'Available' }] },
});

const found = (name: string, namespace = 'default'): unknown => cluster.snapshot().find('Deployment', namespace, name);
const ready = (name: string): unknown =>
  (found(name) as { readonly status?: { readonly readyReplicas?: number } } | undefined)?.status?.readyReplicas;

const SHOP = { namespace: 'default', name: 'shop' };

describe('what is observed', () => {
  test('is what decisions read, and no more', async () => {
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 2));
    await observed();
    expect(found('shop-v1')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'shop-v1',
        namespace: 'default',
        uid: 'uid-of-shop-v1',
        generation: 3,
        labels: { stackset: 'shop' },
        annotations: { 'stackset-gitops.dev/stack-hash': 'abc' },
      },
      spec: { replicas: 3 },
      status: { observedGeneration: 3, replicas: 3, updatedReplicas: 3, readyReplicas: 2 },
    });
    expect(cluster.snapshot().ofStackSet(SHOP)).toHaveLength(1);
    expect(cluster.snapshot().namespacesOf('shop')).toEqual(['default']);
  });

  test('says what applied it, and nothing else of its labels', async () => {
    const labels = {
      stackset: 'shop',
      application: 'shop',
      'app.kubernetes.io/instance': 'shop',
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    server.store.put(DEPLOYMENTS, { metadata: { name: 'shop-v1', namespace: 'default', labels } });
    await observed();
    const { application: _application, ...kept } = labels;
    expect((found('shop-v1') as { readonly metadata: { readonly labels: object } }).metadata.labels).toEqual(kept);
  });

  test('comes in pages, and leaves out what is not labelled', async () => {
    for (let index = 0; index < 601; index++) server.store.put(DEPLOYMENTS, deployment(`shop-v${index}`, 1));
    server.store.put(DEPLOYMENTS, { metadata: { name: 'other', namespace: 'default' } });
    await observed();
    expect(cluster.snapshot().ofStackSet(SHOP)).toHaveLength(601);
    expect(found('other')).toBeUndefined();
    expect(server.requests.filter((request) => request === 'GET /apis/apps/v1/deployments')).toHaveLength(3);
  });

  test('is of the namespaces that are named', async () => {
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1, 'a'));
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1, 'b'));
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1, 'c'));
    observe(['a', 'b']);
    await cluster.settled(5000);
    expect(cluster.snapshot().namespacesOf('shop')).toEqual(['a', 'b']);
  });

  test('follows what comes, changes and leaves, and says of which StackSet it was', async () => {
    await observed();
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1));
    await until(() => expect(ready('shop-v1')).toBe(1));
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 2));
    await until(() => expect(ready('shop-v1')).toBe(2));
    server.store.delete(DEPLOYMENTS, 'default', 'shop-v1');
    await until(() => expect(found('shop-v1')).toBeUndefined());
    expect(changes).toEqual([SHOP, SHOP, SHOP]);
    expect(cluster.snapshot().namespacesOf('shop')).toEqual([]);
  });

  test('does not change where nothing did that is kept', async () => {
    const autoscaler = (value: string): object => ({
      metadata: { name: 'shop-v1', namespace: 'default', labels: { stackset: 'shop' } },
      status: { desiredReplicas: 3, currentMetrics: [{ resource: { current: { averageValue: value } } }] },
    });
    server.store.put(HPAS, autoscaler('10m'));
    await observed();
    server.store.put(HPAS, autoscaler('12m'));
    server.store.put(DEPLOYMENTS, deployment('cart-v1', 1));
    await until(() => expect(found('cart-v1')).toBeDefined());
    expect(changes).toEqual([{ namespace: 'default', name: 'cart' }]);
  });
});

describe('a watch', () => {
  test('that ends as asked goes on where it was, without a list', async () => {
    server.watchMilliseconds = 1050;
    await observed();
    const count = (request: string): number => server.requests.filter((made) => made === `${request} /apis/apps/v1/deployments`).length;
    await until(() => expect(count('WATCH')).toBeGreaterThan(1));
    server.watchMilliseconds = 60_000;
    expect(count('GET')).toBe(1);
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1));
    await until(() => expect(ready('shop-v1')).toBe(1));
    expect(changes).toEqual([SHOP]);
    expect(cluster.freshness()).toMatchObject({ fresh: true });
  });

  test('that is cut is not relied on until everything is listed again', async () => {
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1));
    server.store.put(DEPLOYMENTS, deployment('shop-v2', 1));
    await observed();
    server.cutWatches();
    server.store.delete(DEPLOYMENTS, 'default', 'shop-v2');
    await until(() => expect(frozen).toContainEqual(expect.stringContaining('broke off')));
    expect(await cluster.settled(5000)).toMatchObject({ fresh: true });
    expect([found('shop-v1'), found('shop-v2')]).toEqual([expect.anything(), undefined]);
    expect(changes).toContain(undefined);
  });

  test('from a time that the API server no longer knows is a list again', async () => {
    server.watchMilliseconds = 1050;
    await observed();
    server.oldestVersion = Number.POSITIVE_INFINITY;
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1));
    await until(() => expect(frozen).toContainEqual(expect.stringContaining('too old')));
    server.oldestVersion = 0;
    expect(await cluster.settled(5000)).toMatchObject({ fresh: true });
    expect(ready('shop-v1')).toBe(1);
  });
});

describe('an API server', () => {
  test('that is not there is waited for', async () => {
    await server.stop();
    observe();
    expect(await cluster.settled(50)).toMatchObject({ fresh: false });
    await until(() => expect(cluster.freshness()).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') }));
    await server.listen();
    expect(await cluster.settled(10_000)).toMatchObject({ fresh: true });
  });

  test('that hangs is noticed in three seconds, and everything is listed again when it goes on', async () => {
    server.store.put(DEPLOYMENTS, deployment('shop-v1', 1));
    await observed();
    server.isHanging = true;
    const lists = server.requests.length;
    expect(await cluster.confirm()).toMatchObject({ fresh: false, reason: 'the API server does not answer: nothing came in 3 seconds' });
    expect(cluster.freshness()).toMatchObject({ fresh: false });
    server.store.delete(DEPLOYMENTS, 'default', 'shop-v1');
    server.release();
    expect(await cluster.settled(10_000)).toMatchObject({ fresh: true });
    expect(found('shop-v1')).toBeUndefined();
    expect(server.requests.length).toBeGreaterThan(lists + 5);
  });

  test.each([
    [500, 'the API server says that it is not ready (500)'],
    [403, expect.stringContaining('the API server may be starting: deployments is forbidden')],
  ])('that is starting, and refuses what it will allow, is waited for: %d', async (status, reason) => {
    server.readyStatus = status;
    server.forbidden.add('* deployments');
    observe();
    expect(await cluster.settled(1000)).toMatchObject({ fresh: false, reason });
    server.forbidden.clear();
    server.readyStatus = 200;
    expect(await cluster.settled(10_000)).toMatchObject({ fresh: true });
    expect(warnings).toEqual([]);
  });

  test('that says it is not ready is not relied on', async () => {
    await observed();
    server.readyStatus = 500;
    const lists = (): number => server.requests.filter((request) => request === 'GET /apis/apps/v1/deployments').length;
    expect(await cluster.confirm()).toMatchObject({ fresh: false, reason: 'the API server says that it is not ready (500)' });
    await cluster.confirm();
    expect(lists()).toBe(1);
    server.readyStatus = 200;
    expect(await cluster.confirm()).toMatchObject({ fresh: false });
    expect(await cluster.settled(5000)).toMatchObject({ fresh: true });
    expect(lists()).toBe(2);
  });
});

describe('a process that was stopped itself', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('does not rely on what it knew', async () => {
    await observed();
    const later = Date.now() + 60_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    expect(cluster.freshness()).toMatchObject({
      fresh: false,
      reason: expect.stringMatching(/^the API server was last heard of 6\d seconds ago$/),
    });
  });
});

describe('a kind', () => {
  test('whose CRD is not installed is no lack, and is found where it comes later', async () => {
    await observed();
    expect(cluster.freshness(['RouteGroup'])).toMatchObject({ fresh: true });
    expect(warnings).toEqual([]);
  });

  test('whose CRD is not installed and that may not be read either is no lack', async () => {
    server.forbidden.add('* routegroups').add('* stacks').add('* stacksets');
    await observed();
    expect(cluster.freshness(['RouteGroup'])).toMatchObject({ fresh: true });
    expect(warnings).toEqual([]);
  });

  test('that is there and may not be read freezes those who need it, and is told once', async () => {
    server.customKinds.add('routegroups');
    server.forbidden.add('* routegroups');
    server.store.put(ROUTE_GROUPS, { metadata: { name: 'shop-v1', namespace: 'default', labels: { stackset: 'shop' } } });
    await observed();
    expect(cluster.freshness(['Deployment', 'RouteGroup'])).toMatchObject({
      fresh: false,
      reason: expect.stringContaining('routegroups is forbidden'),
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^StackSets with RouteGroups are left as they are, for a right is missing: routegroups is forbidden/),
    ]);
  });

  test('that every StackSet needs and that may not be read freezes all', async () => {
    server.forbidden.add('* deployments');
    observe();
    expect(await cluster.settled(5000)).toMatchObject({ fresh: false, reason: expect.stringContaining('deployments is forbidden') });
    expect(warnings).toHaveLength(1);
  });

  test('keeps what weights and segments are read from', async () => {
    server.customKinds.add('routegroups');
    server.store.put(ROUTE_GROUPS, {
      metadata: { name: 'shop-v1-traffic-segment', namespace: 'default', labels: { stackset: 'shop' } },
      spec: {
        hosts: ['a'],
        routes: [{ pathSubtree: '/', predicates: ['TrafficSegment(0.0, 0.5)'] }],
        defaultBackends: [{ backendName: 'shop-v1', weight: 1 }],
      },
    });
    await observed();
    expect(cluster.snapshot().find('RouteGroup', 'default', 'shop-v1-traffic-segment')).toMatchObject({
      spec: { routes: [{ predicates: ['TrafficSegment(0.0, 0.5)'] }], defaultBackends: [{ backendName: 'shop-v1', weight: 1 }] },
    });
  });
});
