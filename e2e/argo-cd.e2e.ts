import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { Application } from './argo-cd/application.ts';
import { ArgoCd } from './argo-cd/argo-cd.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { howtoObject } from './fixtures/howto-objects.ts';
import { Story, type StoryOptions } from './sync/story.ts';

const test = useCluster({ own: true });

const DEPLOY = fileURLToPath(new URL('../deploy/argo-cd', import.meta.url));

let argo: ArgoCd;
let manifest: object;
beforeAll(async () => {
  argo = await ArgoCd.start(test.cluster);
  for (const file of ['health', 'ingress-health']) await argo.patchSettings(`${DEPLOY}/${file}.yaml`);
  manifest = await howtoObject('sync-argo-cd.md', 'Application');
});

/** A story that the guide's Application applies. */
async function begin(
  options: StoryOptions = {},
  source: object = {},
): Promise<{ readonly story: Story; readonly application: Application }> {
  const applyBy = (place: Pick<Story, 'namespace' | 'repository'>): Promise<Application> =>
    Application.start({ ...place, cluster: test.cluster, manifest, source });
  const story = await Story.begin(test, { ...options, applyBy });
  return { story, application: story.applier as Application };
}

it('gets Synced and Healthy, and again after a switch', async () => {
  const { story, application } = await begin();
  await story.untilApplied();
  await application.until('is Healthy', ({ health }) => health?.status === 'Healthy');
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 });
  await story.untilApplied();
  await application.until('is Healthy', ({ health }) => health?.status === 'Healthy');
  expect(application.flaps).toEqual([]);
  await story.expectSound();
});
