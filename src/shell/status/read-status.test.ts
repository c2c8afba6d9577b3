import { expect, test, vi } from 'vitest';
import { stackSetText } from '../controller/testing/packages.ts';
import { Rig } from '../controller/testing/rig.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { readStatus } from './read-status.ts';

vi.setConfig({ testTimeout: 60_000 });

const FILE = 'apps/shop/stackset.yaml';

/** As Argo CD leaves it behind. */
const tracked = (object: LiveObject): LiveObject => {
  const { namespace, name, annotations } = object.metadata;
  const id = `shop:${object.apiVersion.split('/')[0]}/${object.kind}:${namespace}/${name}`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, 'argocd.argoproj.io/tracking-id': id } } };
};

const application = (revision: string): LiveObject =>
  ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace: 'argocd', name: 'shop' },
    status: { sync: { status: 'Synced', revision } },
  }) as LiveObject;

test('a status names the Application that is behind, and both commits', async () => {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
  await rig.rollOut();
  const before = (await rig.server.tip()) ?? '';
  await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } }) });
  await rig.pass();
  const tip = (await rig.server.tip()) ?? '';
  await rig.deploy();
  const look = async (revision: string): Promise<readonly unknown[]> => {
    const live = new LiveObjects([...rig.cluster.objects.map(tracked), application(revision)]);
    const now = '2026-03-01T13:00:00Z';
    const statuses = await readStatus({ history: rig.repository, commit: tip, paths: ['.'], live, now, namespace: 'default' });
    return statuses.map(({ standing, reasons }) => [standing, ...reasons]);
  };
  const words = `Application argocd/shop is at ${before.slice(0, 12)}; the next step waits for ${tip.slice(0, 12)}`;
  expect(await look(before)).toEqual([['waiting', words]]);
  expect(await look(tip)).toEqual([['moving', expect.stringContaining('next: traffic: shop-v1 100 % to 0 %')]]);
});
