import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiConnection } from '../connection/api-connection.ts';
import { FakeApiServer } from '../fake/fake-api-server.ts';
import type { LiveObject } from '../live-object.ts';
import { LiveObjects } from '../live-objects.ts';
import type { ObjectStatus } from './build-statuses.ts';
import { type StatusWriter, writeStatuses } from './status-writer.ts';

const STACKS = '/apis/zalando.org/v1 stacks';

let server: FakeApiServer;
let api: ApiConnection;
let writer: StatusWriter;
let warnings: string[];

const until = (expectation: () => void): Promise<void> => vi.waitFor(expectation, { timeout: 15_000 });

beforeEach(async () => {
  server = await FakeApiServer.start();
  server.customKinds.add('stacks').add('stacksets');
  api = server.connect();
  warnings = [];
});
afterEach(async () => {
  await writer.close();
  api.close();
  await server.stop();
});

const stack = (status: object): LiveObject => ({
  apiVersion: 'zalando.org/v1',
  kind: 'Stack',
  metadata: { name: 'shop-v1', namespace: 'default', labels: { stackset: 'shop' } },
  spec: { replicas: 1 },
  status,
});
const statusOf = (status: ObjectStatus['status']): ObjectStatus => ({ kind: 'Stack', namespace: 'default', name: 'shop-v1', status });

function start(live: LiveObject): void {
  server.store.put(STACKS, live);
  writer = writeStatuses({ api, live: new LiveObjects([live]), warn: (message) => warnings.push(message) });
}

const stored = (): unknown => server.store.get(STACKS, 'default', 'shop-v1');
const patches = (): number => server.requests.filter((request) => request.startsWith('PATCH')).length;

test('a status is written by the subresource; what is not there any more goes', async () => {
  start(stack({ actualTrafficWeight: 0, noTrafficSince: '2026-03-01T12:00:00Z', other: 1 }));
  writer.write([statusOf({ actualTrafficWeight: 100, noTrafficSince: null, prescalingStatus: { active: false, replicas: null } })]);
  await until(() => expect(patches()).toBe(1));
  expect(server.requests).toContain('PATCH /apis/zalando.org/v1/namespaces/default/stacks/shop-v1/status');
  expect(stored()).toMatchObject({
    spec: { replicas: 1 },
    status: { actualTrafficWeight: 100, other: 1, prescalingStatus: { active: false } },
  });
  expect(stored()).not.toHaveProperty('status.noTrafficSince');
});

test('a status that is there already is not written, nor one of an object that the cluster has not', async () => {
  start(stack({ actualTrafficWeight: 100, prescalingStatus: { active: false }, traffic: [{ stackName: 'a', weight: 1 }] }));
  const same = {
    actualTrafficWeight: 100,
    noTrafficSince: null,
    prescalingStatus: { active: false, replicas: null },
    traffic: [{ stackName: 'a', weight: 1 }],
  };
  writer.write([statusOf(same), { ...statusOf({ stacks: 1 }), kind: 'StackSet', name: 'shop' }]);
  writer.write([statusOf({ ...same, traffic: [{ stackName: 'a', weight: 2 }] })]);
  await until(() => expect(patches()).toBe(1));
  expect(stored()).toMatchObject({ status: { traffic: [{ stackName: 'a', weight: 2 }] } });
});

test('of several that wait the newest is written', async () => {
  start(stack({}));
  for (let weight = 1; weight <= 50; weight++) writer.write([statusOf({ actualTrafficWeight: weight })]);
  await until(() => expect(stored()).toMatchObject({ status: { actualTrafficWeight: 50 } }));
  expect(patches()).toBeLessThan(5);
});

test('a missing right is told once, and not tried again and again', async () => {
  server.forbidden.add('PATCH stacks');
  start(stack({}));
  writer.write([statusOf({ actualTrafficWeight: 1 })]);
  await until(() => expect(warnings).toHaveLength(1));
  writer.write([statusOf({ actualTrafficWeight: 2 })]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(patches()).toBe(1);
  expect(warnings).toEqual([expect.stringMatching(/^statuses of StackSets and Stacks are not written: stacks is forbidden/)]);
});

test('an API server that does not answer is tried again', async () => {
  start(stack({}));
  server.isHanging = true;
  writer.write([statusOf({ actualTrafficWeight: 1 })]);
  await until(() => expect(warnings).toHaveLength(1));
  server.release();
  await until(() => expect(stored()).toMatchObject({ status: { actualTrafficWeight: 1 } }));
});
