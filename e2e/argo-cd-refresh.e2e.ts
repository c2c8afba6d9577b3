import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { Application } from './argo-cd/application.ts';
import { ARGO_CD_NAMESPACE, ArgoCd } from './argo-cd/argo-cd.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { howtoObject } from './fixtures/howto-objects.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Story } from './sync/story.ts';

const test = useCluster({ own: true });

let manifest: object;
beforeAll(async () => {
  await ArgoCd.start(test.cluster);
  manifest = await howtoObject('sync-argo-cd.md', 'Application');
});

/** A story of which nobody but the controller tells Argo CD; by itself it looks at Git every two to three minutes. */
async function begin(): Promise<{ readonly story: Story; readonly application: Application }> {
  const applyBy = (place: Pick<Story, 'namespace' | 'repository'>): Promise<Application> =>
    Application.start({ ...place, cluster: test.cluster, manifest, isTold: false });
  const story = await Story.begin(test, { applyBy, spec: { log: { level: 'debug' } } });
  return { story, application: story.applier as Application };
}

it('a switch goes through within seconds, since the controller asks for a refresh after each push', async () => {
  const { story, application } = await begin();
  const began = performance.now();
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 }, 110_000);
  await story.untilApplied();
  // Two of its own looks at Git would be needed, one for the pods and one for the routes.
  const seconds = (performance.now() - began) / 1000;
  console.log(`from the wish to the live routes: ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(120);
  expect(await story.controller.output()).toContain(`Application ${ARGO_CD_NAMESPACE}/${application.name} is asked to look at Git`);
  await story.expectSound();
});

it('the next step waits until the Application has synced the last one, and names both commits', async () => {
  const { story, application } = await begin();
  const automated = (wanted: object | null): Promise<string> =>
    test.cluster.kubectl([
      ...['patch', 'application', application.name, '--namespace', ARGO_CD_NAMESPACE, '--type=merge'],
      ...['--patch', JSON.stringify({ spec: { syncPolicy: { automated: wanted } } })],
    ]);
  await automated(null);
  const synced = application.status.operationState?.syncResult?.revision ?? '';
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  const rendered = await story.untilCommit(/render v2/);
  // Somebody applies what is new by hand, so that all that lives is as the controller wants it.
  await story.person.pull();
  const folder = join(story.person.folder, 'apps/shop/stacks');
  await story.kubectl('apply', '--server-side', '--selector=stack-version=v2', '--kustomize', folder);
  const words = `Application ${ARGO_CD_NAMESPACE}/${application.name} is at ${synced.slice(0, 12)}; the next step waits for ${rendered.id.slice(0, 12)}`;
  await waitUntil('the controller waits', async () => (await story.controller.output()).includes(words), { timeoutMs: 120_000 });
  expect(await story.weights()).toEqual({ v1: 100 });
  await automated({ prune: true, selfHeal: true });
  await story.untilWeights({ v2: 100 }, 120_000);
  await story.expectSound();
});
