import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { askOnce } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { howtoObject } from './fixtures/howto-objects.ts';
import { FLUX_NAMESPACE, startFlux } from './flux/flux.ts';
import { Kustomization } from './flux/kustomization.ts';
import { waitUntil } from './harness/wait-until.ts';
import { ACCIDENTS } from './sync/accidents.ts';
import { recordDeployments } from './sync/deployments.ts';
import { Story, type StoryOptions } from './sync/story.ts';

const test = useCluster({ own: true });

let manifests: { readonly gitRepository: object; readonly kustomization: object };
beforeAll(async () => {
  await startFlux(test.cluster, { featureGates: ['CancelHealthCheckOnNewRevision=true'] });
  manifests = {
    gitRepository: await howtoObject('sync-flux.md', 'GitRepository'),
    kustomization: await howtoObject('sync-flux.md', 'Kustomization'),
  };
});

/** A story that the guide's Kustomization applies. @param spec fields of the Kustomization in place of the guide's */
async function begin(
  options: StoryOptions = {},
  spec: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly story: Story; readonly kustomization: Kustomization }> {
  const applyBy = (place: Pick<Story, 'namespace' | 'repository'>): Promise<Kustomization> =>
    Kustomization.start({ ...place, cluster: test.cluster, manifests, spec });
  const story = await Story.begin(test, { ...options, applyBy });
  return { story, kustomization: story.applier as Kustomization };
}

const isServed = async (story: Story): Promise<boolean> => (await askOnce({ url: test.skipper.url, host: story.host })).status === 200;
const PREDICATE = '{.metadata.annotations.zalando\\.org/skipper-predicate}';

it('looks at Git when the controller asks its source to', async () => {
  const applyBy = (place: Pick<Story, 'namespace' | 'repository'>): Promise<Kustomization> =>
    Kustomization.start({ ...place, cluster: test.cluster, manifests, source: { waits: true } });
  const story = await Story.begin(test, { applyBy, spec: { log: { level: 'debug' } } });
  await story.wish({ version: 'v2', traffic: { v1: 50, v2: 50 } }, 'shop: v2, with half of the traffic');
  await story.untilWeights({ v1: 50, v2: 50 }, 120_000);
  await story.untilApplied();
  expect(await story.live('ingress', 'shop-v2-traffic-segment', PREDICATE)).toContain('TrafficSegment(0.50, 1.00)');
  expect(await story.controller.output()).toContain(`GitRepository flux-system/${story.namespace} is asked to look at Git`);
  await story.expectSound();
});

it('is waited for: the next step comes when it has applied the last one', async () => {
  const { story, kustomization } = await begin();
  await story.untilApplied();
  const suspend = (suspended: boolean): Promise<string> =>
    test.cluster.kubectl([
      ...['patch', 'kustomizations.kustomize.toolkit.fluxcd.io', kustomization.name, '--namespace', FLUX_NAMESPACE, '--type=merge'],
      ...['--patch', JSON.stringify({ spec: { suspend: suspended } })],
    ]);
  await suspend(true);
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  const rendered = await story.untilCommit(/render v2/);
  // Somebody applies what is new by hand, so that all that lives is as the controller wants it.
  await story.person.pull();
  const folder = join(story.person.folder, 'apps/shop/stacks');
  await story.kubectl('apply', '--server-side', '--selector=stack-version=v2', '--kustomize', folder);
  const at = (kustomization.status.lastAttemptedRevision ?? '').split(':')[1]?.slice(0, 12);
  const words = `Kustomization ${FLUX_NAMESPACE}/${kustomization.name} is at ${at}; the next step waits for ${rendered.id.slice(0, 12)}`;
  await waitUntil('the controller waits', async () => (await story.controller.output()).includes(words), { timeoutMs: 120_000 });
  expect(await story.weights()).toEqual({ v1: 100 });
  await suspend(false);
  await story.untilWeights({ v2: 100 }, 120_000);
  await story.expectSound();
});

it('does not fight an autoscaler, prunes what was cleaned up, and nothing else', async () => {
  const autoscaler = { minReplicas: 2, maxReplicas: 10 };
  const { story, kustomization } = await begin({ autoscaler, prescaleFor: '4s', scaledownTTLSeconds: 2, limit: 1 });
  const deployments = await recordDeployments(test.cluster, story.namespace);
  await story.untilApplied();
  // There are no metrics here; what the autoscaler does, it does by this subresource.
  await story.kubectl('scale', 'deployment', 'shop-v1', '--replicas=5');
  await waitUntil('v1 has 5 pods', async () => (await story.live('deployment', 'shop-v1', '{.status.readyReplicas}')) === '5');
  for (const version of ['v2', 'v3']) {
    await story.wish({ version, traffic: { [version]: 100 } }, `shop: ${version}, with all traffic`);
    await story.untilWeights({ [version]: 100 }, 120_000);
  }
  await waitUntil('v1 is pruned', async () => deployments.deleted().length > 0, { timeoutMs: 120_000 });
  await story.untilApplied();
  expect(deployments.deleted()).toEqual(['shop-v1']);
  expect(['shop-v1', 'shop-v2', 'shop-v3'].flatMap(deployments.fights)).toEqual([]);
  expect(deployments.replicas('shop-v1')).toContain(5);
  expect(Math.max(...deployments.replicas('shop-v2'))).toBe(5);
  expect(await story.live('ingress', 'shop-v1', '{.metadata.name}')).toBe('');
  expect(kustomization.ready).toBe('ReconciliationSucceeded');
  await story.expectSound();
});

it('never prunes what has traffic, whatever leaves Git', async () => {
  const { story, kustomization } = await begin();
  const { person } = story;
  await person.pull();
  await person.write('apps/shop/stackset.yaml', story.text({ version: 'v2', traffic: { v2: 100 } }));
  await person.stackset('render');
  await person.commit('shop: add v2');
  const added = await person.push();
  await story.untilWeights({ v2: 100 });
  await story.untilApplied();
  const deployments = await recordDeployments(test.cluster, story.namespace);
  for (const [accident, make] of Object.entries(ACCIDENTS)) {
    // It would mend this within seconds.
    await story.controller.stop();
    await person.pull();
    const before = await person.git('rev-parse', 'HEAD');
    await make(person, 'shop-v2', added);
    await person.commit(`shop: ${accident}`);
    const broken = await person.push();
    await kustomization.until(`has tried ${broken}`, ({ versions }) => JSON.stringify(versions.at(-1)?.object.status).includes(broken));
    await kustomization.until('has ended', ({ ready }) => ready !== 'Progressing');
    // Unlike Argo CD it prunes all that may be pruned where nothing is left in the folder: v1, which has no traffic any more.
    expect({ accident, served: await isServed(story) }).toEqual({ accident, served: true });
    expect(deployments.deleted()).not.toContain('shop-v2');
    await story.controller.start();
    await person.git('checkout', '--quiet', before, '--', 'apps');
    await person.commit('shop: as before');
    await person.push();
    await story.untilApplied();
  }
  expect(deployments.deleted()).toEqual(['shop-v1']);
  expect(await story.weights()).toEqual({ v2: 100 });
});

describe('goes on with traffic, and back, while another stack never gets ready', () => {
  it.for([
    ['with wait: false, as in the guide', {}],
    ['with wait: true, where health checks are cancelled for a new revision', { wait: true, timeout: '10m' }],
  ] as const)('%s', async ([, spec]) => {
    const { story } = await begin({}, spec);
    await story.wish({ version: 'v2', podAnnotations: { 'stackset-e2e/never-ready': 'true' } }, 'shop: v2, which never gets ready');
    await waitUntil('v2 runs', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
    await story.wish({ version: 'v3', podAnnotations: {}, traffic: { v3: 100 } }, 'shop: v3, with all traffic');
    const switched = await story.untilCommit(/v3 0 % -> 100 %/);
    const leads = (stack: string): Promise<true> =>
      waitUntil(
        `${stack} has all traffic`,
        async () =>
          (await story.live('ingress', `${stack}-traffic-segment`, PREDICATE)).includes('TrafficSegment(0.00, 1.00)') || undefined,
      );
    await leads('shop-v3');
    await story.person.revert(switched.id);
    await leads('shop-v1');
    expect(await story.live('deployment', 'shop-v2', '{.status.readyReplicas}')).toBe('');
    await story.expectSound();
  });
});

describe('health of the kinds of this project', () => {
  const APPLIED = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: shop}\nspec: {applyStacks: true}\n';
  const BOTH = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [stackset.yaml, stacks]\n';

  it('makes a Kustomization that waits Ready when the traffic is where it is asked for', async () => {
    const text = await readFile(new URL('../deploy/flux/health-checks.yaml', import.meta.url), 'utf8');
    const checks = parseYaml(text).documents[0]?.value as { readonly spec: object };
    const files = { 'apps/shop/render-config.yaml': APPLIED, 'apps/shop/kustomization.yaml': BOTH };
    const spec = { ...checks.spec, path: './apps/shop', wait: true, timeout: '10m' };
    const { story, kustomization } = await begin({ files }, spec);
    await kustomization.until('is Ready', ({ ready }) => ready === 'ReconciliationSucceeded');
    await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: { 'stackset-e2e/never-ready': 'true' } }, 'shop: v2');
    await waitUntil('v2 runs', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
    expect(kustomization.ready).toBe('Progressing');
    await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready-');
    await story.untilWeights({ v2: 100 });
    await story.untilApplied();
    await kustomization.until('is Ready', ({ ready }) => ready === 'ReconciliationSucceeded');
  });
});
