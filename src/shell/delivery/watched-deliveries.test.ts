import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliverySettings } from '../../core/model/sync-config.ts';
import { systemClock } from '../controller/command/system-clock.ts';
import type { DeliveredFiles } from '../controller/deliveries.ts';
import { TestClock } from '../controller/testing/test-clock.ts';
import type { ApiConnection } from '../kubernetes/connection/api-connection.ts';
import { FakeApiServer } from '../kubernetes/fake/fake-api-server.ts';
import type { StoredObject } from '../kubernetes/fake/fake-store.ts';
import { DeliveryApi } from './delivery-api.ts';
import { WatchedDeliveries, type WatchOptions } from './watched-deliveries.ts';

const APPLICATIONS = '/apis/argoproj.io/v1alpha1 applications';
const KUSTOMIZATIONS = '/apis/kustomize.toolkit.fluxcd.io/v1 kustomizations';
const SOURCES = '/apis/source.toolkit.fluxcd.io/v1 gitrepositories';

const [OLDER, TIP, NEXT] = ['1', '5', '7'].map((digit) => digit.repeat(40)) as [string, string, string];

let server: FakeApiServer;
let api: ApiConnection;
let clock: TestClock;
let warnings: string[];
let told: string[];
let moved: string[];
let deliveries: WatchedDeliveries;

beforeEach(async () => {
  server = await FakeApiServer.start();
  for (const kind of ['applications', 'kustomizations', 'gitrepositories']) server.customKinds.add(kind);
  api = server.connect();
  clock = new TestClock();
  [warnings, told, moved] = [[], [], []];
});
afterEach(async () => {
  api.close();
  await server.stop();
});

const SETTINGS: DeliverySettings = {
  request: true,
  wait: true,
  argoCDNamespace: 'argocd',
  appliedBy: [
    { path: 'apps/shop', kind: 'Application', namespace: 'argocd', name: 'shop' },
    { path: 'apps/cart', kind: 'Kustomization', namespace: 'flux-system', name: 'cart' },
    { path: 'apps/blog', kind: 'Kustomization', namespace: 'flux-system', name: 'blog' },
  ],
};

function begin(settings: Partial<DeliverySettings> = {}, options: Partial<WatchOptions> = {}): void {
  deliveries = new WatchedDeliveries({
    source: new DeliveryApi(api, (message) => warnings.push(message)),
    live: { find: () => undefined, ofStackSet: () => [], namespacesOf: () => [] },
    history: {
      changedFiles: async () => ['shop', 'cart', 'blog'].map((name) => ({ path: `apps/${name}/stacks/${name}-v2.yaml`, file: undefined })),
      log: async () => [],
    },
    settings: { ...SETTINGS, ...settings },
    clock,
    mayAct: () => true,
    tell: (message) => told.push(message),
    ...options,
  });
  deliveries.onChange(({ name }) => moved.push(name));
}

const files = (name: string): DeliveredFiles => ({
  stackSet: { namespace: name, name },
  folder: `apps/${name}`,
  output: `apps/${name}/stacks`,
});

const application = (revision: string, phase = 'Succeeded'): object => ({
  metadata: { namespace: 'argocd', name: 'shop', annotations: { other: 'kept' } },
  status: { sync: { status: 'Synced', revision }, operationState: { phase, syncResult: { revision } } },
});
const kustomization = (name: string, revision: string): object => ({
  metadata: { namespace: 'flux-system', name },
  spec: { sourceRef: { kind: 'GitRepository', name: 'apps' } },
  status: { lastAppliedRevision: `main@sha1:${revision}`, lastAttemptedRevision: `main@sha1:${revision}` },
});

const annotationsOf = (place: string, namespace: string, name: string): StoredObject['metadata']['annotations'] =>
  server.store.get(place, namespace, name)?.metadata.annotations;
const patches = (): number => server.requests.filter((request) => request.startsWith('PATCH')).length;

/** Looks after a time, as the loop would. */
async function lookAfter(seconds: number): Promise<void> {
  clock.pass(seconds);
  await deliveries.look();
}

describe('an Application', () => {
  beforeEach(() => server.store.put(APPLICATIONS, application(OLDER)));

  test('is asked to refresh by one annotation, and by nothing else', async () => {
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    expect(annotationsOf(APPLICATIONS, 'argocd', 'shop')).toEqual({ other: 'kept', 'argocd.argoproj.io/refresh': 'normal' });
    expect(server.requests).toEqual(
      ['GET', 'PATCH'].map((method) => `${method} /apis/argoproj.io/v1alpha1/namespaces/argocd/applications/shop`),
    );
    expect(told).toEqual(['Application argocd/shop is asked to look at Git, for 555555555555']);
  });

  test('is left alone where it knows the tip', async () => {
    server.store.put(APPLICATIONS, application(TIP));
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    await lookAfter(60);
    expect(server.requests).toHaveLength(1);
  });

  test('is asked again where it has looked and not seen, less and less, and not for ever', async () => {
    begin();
    deliveries.announce([files('shop')], TIP);
    const times: number[] = [];
    for (let second = 0; second < 900; second++) {
      const before = patches();
      await deliveries.look();
      if (patches() > before) times.push(second);
      // It looks, and finds the commit before.
      server.store.put(APPLICATIONS, application(OLDER));
      clock.pass(1);
    }
    expect(times).toEqual([0, 5, 15, 37, 77, 170]);
    expect(server.requests.at(-1)).toContain('GET');
    expect(server.requests.length).toBeLessThan(100);
  });

  test('is not asked while it has not answered', async () => {
    begin();
    deliveries.announce([files('shop')], TIP);
    for (let second = 0; second < 30; second++) await lookAfter(1);
    expect(patches()).toBe(1);
  });

  test('is asked at once where files have changed again', async () => {
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    server.store.put(APPLICATIONS, application(TIP));
    deliveries.announce([files('shop')], NEXT);
    await deliveries.look();
    expect(patches()).toBe(2);
  });

  test('wakes the StackSets that wait for it, whenever it moves', async () => {
    begin();
    const [observation] = await deliveries.observe([files('shop')], TIP);
    expect(observation).toMatchObject({ commit: TIP, deliveries: [{ name: 'shop', applied: [{ upToDate: false }, { upToDate: false }] }] });
    await deliveries.look();
    expect(moved).toEqual([]);
    server.store.put(APPLICATIONS, application(TIP, 'Running'));
    await lookAfter(1);
    expect(moved).toEqual(['shop']);
    await lookAfter(30);
    expect([moved, server.requests.filter((request) => request.startsWith('GET')).length]).toEqual([['shop'], 3]);
  });

  test('that is deleted holds nothing up', async () => {
    begin();
    await deliveries.observe([files('shop')], TIP);
    await deliveries.look();
    server.store.delete(APPLICATIONS, 'argocd', 'shop');
    await lookAfter(1);
    expect(moved).toEqual(['shop']);
    expect(await deliveries.observe([files('shop')], TIP)).toEqual([{ deliveries: [], commit: TIP }]);
    expect(warnings).toEqual([]);
  });

  test.each<readonly [string, Partial<DeliverySettings>, Partial<WatchOptions>]>([
    ['where that is not wanted', { request: false }, {}],
    ['by a replica that does not lead', {}, { mayAct: () => false }],
  ])('is not asked %s', async (_, settings, options) => {
    begin(settings, options);
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    expect(patches()).toBe(0);
  });

  test('is not read where nobody waits for it', async () => {
    begin({ wait: false });
    expect(await deliveries.observe([files('shop')], TIP)).toEqual([{ deliveries: [], commit: TIP }]);
    expect(server.requests).toEqual([]);
  });
});

describe('a Kustomization', () => {
  test('is asked by its source, which is asked once for all', async () => {
    for (const name of ['cart', 'blog']) server.store.put(KUSTOMIZATIONS, kustomization(name, OLDER));
    server.store.put(SOURCES, { metadata: { namespace: 'flux-system', name: 'apps' } });
    begin();
    deliveries.announce([files('cart'), files('blog')], TIP);
    await deliveries.look();
    expect(annotationsOf(SOURCES, 'flux-system', 'apps')).toEqual({
      'reconcile.fluxcd.io/requestedAt': expect.stringMatching(/^\d{4}-.+Z$/),
    });
    expect(annotationsOf(KUSTOMIZATIONS, 'flux-system', 'cart')).toBeUndefined();
    expect(patches()).toBe(1);
  });

  test('of something else than a GitRepository is asked by nobody', async () => {
    server.store.put(KUSTOMIZATIONS, { ...kustomization('cart', OLDER), spec: { sourceRef: { kind: 'OCIRepository', name: 'apps' } } });
    begin();
    deliveries.announce([files('cart')], TIP);
    await deliveries.look();
    expect(patches()).toBe(0);
  });
});

test('what could not be read just now is looked at again', async () => {
  const answers: unknown[] = [undefined, undefined, application(OLDER)];
  const asked: unknown[] = [];
  begin({}, { source: { read: async () => answers.shift(), ask: async (request) => void asked.push(request) } });
  deliveries.announce([files('shop')], TIP);
  for (let second = 0; second < 3; second++) await lookAfter(1);
  expect([asked.length, moved]).toEqual([1, []]);
});

describe('what is missing is said once, and fails nothing', () => {
  test('the right to read', async () => {
    server.forbidden.add('* applications');
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    for (let turn = 0; turn < 3; turn++) expect(await deliveries.observe([files('shop')], TIP)).toEqual([{ deliveries: [], commit: TIP }]);
    expect(warnings).toEqual([expect.stringContaining('no Application is waited for, since none can be read: applications is forbidden')]);
  });

  test('the right to ask', async () => {
    server.store.put(APPLICATIONS, application(OLDER));
    server.forbidden.add('PATCH applications');
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    await lookAfter(6);
    expect(warnings).toEqual([expect.stringContaining('no Application is asked to look at Git: applications is forbidden')]);
    expect(await deliveries.observe([files('shop')], TIP)).toMatchObject([{ deliveries: [{ name: 'shop' }] }]);
  });

  test('Argo CD itself', async () => {
    server.customKinds.clear();
    begin();
    deliveries.announce([files('shop')], TIP);
    await deliveries.look();
    expect(await deliveries.observe([files('shop')], TIP)).toEqual([{ deliveries: [], commit: TIP }]);
    expect(warnings).toEqual([]);
  });
});

test('the loop looks when something is announced, and ends with the signal', async () => {
  server.store.put(APPLICATIONS, application(OLDER));
  const stop = new AbortController();
  begin({}, { clock: systemClock() });
  const running = deliveries.run(stop.signal);
  deliveries.announce([files('shop')], TIP);
  await expect.poll(() => patches(), { timeout: 20_000 }).toBe(1);
  stop.abort();
  await running;
});
