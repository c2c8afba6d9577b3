import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { replicaName, webhookOf } from './replica-name.ts';

it.each([
  ['10.0.0.7', 'http://10.0.0.7:8080/webhook'],
  ['fd00::7', 'http://[fd00::7]:8080/webhook'],
  ['', undefined],
  ['x@evil.example.org', undefined],
])('of a pod at "%s" the webhook is %s', (address, webhook) => {
  const name = replicaName({ POD_IP: address });
  expect(name.startsWith(`${hostname()}_`)).toBe(true);
  expect(webhookOf(name, 8080)?.href).toBe(webhook);
});

it('is another one for each process', () => expect(replicaName({})).not.toBe(replicaName({})));

it.each([undefined, '', 'pod', 'pod_1a2b', 'pod_1a2b_10.0.0.7/x'])('of "%s" no webhook is known', (name) => {
  expect(webhookOf(name, 8080)).toBeUndefined();
});
