import { expect, test } from 'vitest';
import { dumpCluster } from './dump-cluster.ts';
import { LiveObjects } from './live-objects.ts';

const deployment = (
  namespace: string,
  name: string,
): { apiVersion: string; kind: string; metadata: { namespace: string; name: string; labels: Record<string, string> } } => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace, name, labels: { stackset: name.split('-')[0] ?? '' } },
});

test('a dump is fresh, and is found by name, by StackSet and by namespace', async () => {
  const live = new LiveObjects([
    deployment('b', 'shop-v1'),
    deployment('a', 'shop-v1'),
    deployment('a', 'shop-v2'),
    deployment('a', 'cart-v1'),
  ]);
  const cluster = dumpCluster(live);
  expect(cluster.freshness()).toEqual({ fresh: true, ageSeconds: 0 });
  expect(await cluster.settled(0)).toEqual({ fresh: true, ageSeconds: 0 });
  const index = cluster.snapshot();
  expect(index.find('Deployment', 'a', 'shop-v2')?.metadata.name).toBe('shop-v2');
  expect(index.find('Deployment', 'b', 'shop-v2')).toBeUndefined();
  expect(index.ofStackSet({ namespace: 'a', name: 'shop' }).map(({ metadata }) => metadata.name)).toEqual(['shop-v1', 'shop-v2']);
  expect(index.ofStackSet({ namespace: 'a', name: 'none' })).toEqual([]);
  expect(index.namespacesOf('shop')).toEqual(['a', 'b']);
});
