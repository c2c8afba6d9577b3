import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ApiConnection } from '../connection/api-connection.ts';
import { FakeApiServer } from '../fake/fake-api-server.ts';
import type { LiveObject } from '../live-object.ts';
import { LiveObjects } from '../live-objects.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { type EventRecorder, recordEvents } from './event-recorder.ts';

let server: FakeApiServer;
let api: ApiConnection;
let recorder: EventRecorder;
let warnings: string[];

const until = (expectation: () => void): Promise<void> => vi.waitFor(expectation, { timeout: 15_000 });

beforeEach(async () => {
  server = await FakeApiServer.start();
  api = server.connect();
  warnings = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await recorder.close();
  api.close();
  await server.stop();
});

const object = (kind: string, name: string): LiveObject => {
  const metadata = { name, namespace: 'default', uid: `uid-of-${name}`, labels: { stackset: 'shop' } };
  return { apiVersion: kind === 'StackSet' ? 'zalando.org/v1' : 'apps/v1', kind, metadata };
};
const DEPLOYMENTS = [object('Deployment', 'shop-v1'), object('Deployment', 'shop-v2')];

const switched = (fields: Partial<ClusterEvent> = {}): ClusterEvent => ({
  stackSet: { namespace: 'default', name: 'shop' },
  stacks: ['shop-v2'],
  type: 'Normal',
  reason: 'TrafficSwitched',
  message: 'traffic: shop-v1 100 % to 0 %, shop-v2 0 % to 100 %',
  ...fields,
});

interface StoredEvent {
  readonly metadata: { readonly name: string };
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly message: string;
  readonly count: number;
}
const stored = (): readonly StoredEvent[] => server.store.list('/api/v1 events', 'default', undefined) as unknown as readonly StoredEvent[];

function start(objects: readonly LiveObject[]): void {
  const origin = { component: 'stackset-sync', instance: 'pod-1' };
  recorder = recordEvents({ api, live: new LiveObjects(objects), origin, warn: (message) => warnings.push(message) });
}

async function record(...events: readonly ClusterEvent[]): Promise<void> {
  for (const event of events) recorder.record(event);
  await recorder.close();
}

describe('an event', () => {
  test('is told on the StackSet where the cluster has it', async () => {
    start([object('StackSet', 'shop'), ...DEPLOYMENTS]);
    await record(switched());
    expect(stored()).toMatchObject([
      {
        kind: 'Event',
        involvedObject: { apiVersion: 'zalando.org/v1', kind: 'StackSet', namespace: 'default', name: 'shop', uid: 'uid-of-shop' },
        reason: 'TrafficSwitched',
        type: 'Normal',
        message: 'traffic: shop-v1 100 % to 0 %, shop-v2 0 % to 100 %',
        count: 1,
        firstTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        source: { component: 'stackset-sync' },
        reportingInstance: 'pod-1',
      },
    ]);
  });

  test('is told on the Deployments of its stacks else, and on all where it has none', async () => {
    start(DEPLOYMENTS);
    await record(switched(), switched({ stacks: [], reason: 'Paused' }));
    expect(stored().map(({ involvedObject }) => `${involvedObject.kind} ${involvedObject.name}`)).toEqual([
      'Deployment shop-v2',
      'Deployment shop-v1',
      'Deployment shop-v2',
    ]);
    expect(new Set(stored().map(({ metadata }) => metadata.name)).size).toBe(3);
  });

  test('of a StackSet of which the cluster has nothing is told nowhere', async () => {
    start([]);
    await record(switched());
    expect(stored()).toEqual([]);
  });

  test('of any length is short enough for the API server', async () => {
    start(DEPLOYMENTS);
    await record(switched({ message: 'x'.repeat(5000) }));
    expect(stored()[0]?.message).toBe(`${'x'.repeat(1021)}...`);
  });
});

describe('many events', () => {
  test('that say the same are counted on one, at most once a minute', async () => {
    start(DEPLOYMENTS);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
    await record(switched(), switched(), switched());
    expect(stored().map(({ count }) => count)).toEqual([1]);
    clock.mockReturnValue(now + 61_000);
    await record(switched());
    expect(stored().map(({ count }) => count)).toEqual([4]);
    expect(server.requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(1);
  });

  test('that say the same after the API server forgot the first are told again', async () => {
    start(DEPLOYMENTS);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
    await record(switched());
    server.store.delete('/api/v1 events', 'default', stored()[0]?.metadata.name ?? '');
    clock.mockReturnValue(now + 61_000);
    await record(switched());
    expect(stored().map(({ count }) => count)).toEqual([1]);
  });

  test('of one StackSet are cut, and go on slowly', async () => {
    start([object('StackSet', 'shop')]);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
    await record(...Array.from({ length: 100 }, (_, index) => switched({ message: `number ${index}` })));
    expect(stored()).toHaveLength(25);
    clock.mockReturnValue(now + 121_000);
    await record(...Array.from({ length: 100 }, (_, index) => switched({ message: `later ${index}` })));
    expect(stored()).toHaveLength(27);
  });
});

describe('what goes wrong', () => {
  test('a missing right is told once, and not tried again and again', async () => {
    server.forbidden.add('POST events');
    start(DEPLOYMENTS);
    await record(switched(), switched({ message: 'more' }));
    await record(switched({ message: 'and more' }));
    expect(warnings).toEqual([expect.stringMatching(/^Kubernetes Events are not written: events is forbidden/)]);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  test('an API server that does not answer holds nobody up', async () => {
    start(DEPLOYMENTS);
    server.isHanging = true;
    const started = performance.now();
    recorder.record(switched());
    expect(performance.now() - started).toBeLessThan(50);
    await until(() => expect(warnings).toHaveLength(1));
  });
});
