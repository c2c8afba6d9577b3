import { expect, test } from 'vitest';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { guessConfig } from './guess-config.ts';

const stack = (name: string, annotations = {}): KubernetesObject => ({
  apiVersion: 'zalando.org/v1',
  kind: 'Stack',
  metadata: { name, namespace: 'web', annotations },
});
const ingress = (name: string, ...hosts: readonly string[]): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'web' },
  spec: { rules: hosts.map((host) => ({ host })) },
});
const routeGroup = (name: string, ...hosts: readonly string[]): KubernetesObject => ({
  apiVersion: 'zalando.org/v1',
  kind: 'RouteGroup',
  metadata: { name, namespace: 'web' },
  spec: { hosts },
});

test.each<[string, readonly KubernetesObject[], readonly string[]]>([
  [
    "the hosts of a stack's own Ingress",
    [stack('shop-v1'), ingress('shop-v1', 'shop-v1.b.example.org', 'shop-v1.a.example.org')],
    ['a.example.org', 'b.example.org'],
  ],
  ['and of its RouteGroup', [stack('shop-v1'), routeGroup('shop-v1', 'shop-v1.example.org')], ['example.org']],
  ['not those of its segment', [stack('shop-v1'), ingress('shop-v1-traffic-segment', 'shop-v1-traffic-segment.example.org')], []],
  ['not a host that does not begin with the name', [stack('shop-v1'), ingress('shop-v1', 'shop.example.org')], []],
  ["not those of an Ingress that is no Stack's", [ingress('other', 'other.example.org')], []],
  ['each once', [stack('a-1'), stack('a-2'), ingress('a-1', 'a-1.example.org'), ingress('a-2', 'a-2.example.org')], ['example.org']],
])('cluster domains: %s', (_rule, objects, domains) => {
  expect(guessConfig(objects).clusterDomains).toEqual(domains);
});

test('a Stack that forwards shows that forwarding is on', () => {
  expect(guessConfig([stack('shop-v1', { 'zalando.org/forward-backend': 'fwd' })]).forwardSupport).toBe(true);
  expect(guessConfig([stack('shop-v1')]).forwardSupport).toBe(false);
});

test('routes of any shape do no harm', () => {
  const odd = [null, 'text', { rules: [null, { host: 7 }] }].map((spec) => ({ ...ingress('shop-v1'), spec }));
  expect(guessConfig([stack('shop-v1'), ...odd]).clusterDomains).toEqual([]);
});
