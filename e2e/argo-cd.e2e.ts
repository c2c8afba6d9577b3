import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Application } from './argo-cd/application.ts';
import { ARGO_CD_NAMESPACE, ArgoCd } from './argo-cd/argo-cd.ts';
import { askOnce } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { argoCdRepoServer } from './engines/definitions.ts';
import { howtoObject } from './fixtures/howto-objects.ts';
import { pathWithStackset } from './fixtures/orchestrate.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { tool } from './harness/tool.ts';
import { waitUntil } from './harness/wait-until.ts';
import { ACCIDENTS } from './sync/accidents.ts';
import { recordDeployments } from './sync/deployments.ts';
import { Person } from './sync/person.ts';
import { shopStackSet } from './sync/shop.ts';
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

const isServed = async (story: Story): Promise<boolean> => (await askOnce({ url: test.skipper.url, host: story.host })).status === 200;

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

it('does not fight an autoscaler, prunes what was cleaned up, and nothing else', async () => {
  const autoscaler = { minReplicas: 2, maxReplicas: 10 };
  const { story, application } = await begin({ autoscaler, prescaleFor: '4s', scaledownTTLSeconds: 2, limit: 1 });
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
  expect(application.flaps).toEqual([]);
  expect(['shop-v1', 'shop-v2', 'shop-v3'].flatMap(deployments.fights)).toEqual([]);
  expect(deployments.replicas('shop-v1')).toContain(5);
  expect(Math.max(...deployments.replicas('shop-v2'))).toBe(5);
  expect(await story.live('ingress', 'shop-v1', '{.metadata.name}')).toBe('');
  await story.expectSound();
});

describe('what has traffic is never pruned', () => {
  it('whatever leaves Git', async () => {
    const { story, application } = await begin();
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
      await person.commit(`shop: trouble ${accident}`);
      const broken = await person.push();
      // A sync to it has ended, or there is none, and why is told.
      await application.until(
        `has dealt with ${broken}`,
        ({ operationState: { phase, syncResult } = { phase: '' }, conditions = [] }) =>
          conditions.length > 0 || (phase === 'Succeeded' && syncResult?.revision === broken),
      );
      expect({ accident, deleted: deployments.deleted(), served: await isServed(story) }).toEqual({ accident, deleted: [], served: true });
      await story.controller.start();
      await person.git('checkout', '--quiet', before, '--', 'apps');
      await person.commit('shop: as before');
      await person.push();
      await story.untilApplied();
    }
    expect(deployments.deleted()).toEqual([]);
    expect(await story.weights()).toEqual({ v2: 100 });
  });
});

it('goes on with traffic, and back, while another stack never gets ready', async () => {
  const { story, application } = await begin();
  await story.wish({ version: 'v2', podAnnotations: { 'stackset-e2e/never-ready': 'true' } }, 'shop: v2, which never gets ready');
  await waitUntil('v2 runs', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
  await application.until('is Progressing', ({ health }) => health?.status === 'Progressing');
  await story.wish({ version: 'v3', podAnnotations: {}, traffic: { v3: 100 } }, 'shop: v3, with all traffic');
  const switched = await story.untilCommit(/v3 0 % -> 100 %/);
  await story.untilApplied();
  const predicate = '{.metadata.annotations.zalando\\.org/skipper-predicate}';
  expect(await story.live('ingress', 'shop-v3-traffic-segment', predicate)).toContain('TrafficSegment(0.00, 1.00)');
  await story.person.revert(switched.id);
  await story.untilApplied();
  expect(await story.live('ingress', 'shop-v1-traffic-segment', predicate)).toContain('TrafficSegment(0.00, 1.00)');
  expect(application.status.health?.status).toBe('Progressing');
  expect(await story.live('deployment', 'shop-v2', '{.status.readyReplicas}')).toBe('');
  await story.expectSound();
});

it('takes the newest commit where a sync fails and is tried again, and traffic moves meanwhile', async () => {
  const { story, application } = await begin();
  // As a policy of the platform may refuse what somebody wants.
  const items = refusal(`refuse-${story.namespace}`, story.namespace);
  await test.cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  const allow = (): Promise<unknown> =>
    test.cluster.kubectl(['delete', '--ignore-not-found', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  onTestFinished(async () => void (await allow()));
  await story.wish({ version: 'v2' }, 'shop: v2, which is refused');
  await application.until('is refused v2', ({ operationState }) => /refused here/.test(operationState?.message ?? ''));
  await story.wish({ version: 'v3', traffic: { v3: 100 } }, 'shop: v3, with all traffic');
  const runs = async (): Promise<boolean> => (await story.live('deployment', 'shop-v3', '{.metadata.name}')) === 'shop-v3';
  await waitUntil('v3 runs', runs, { timeoutMs: 120_000 });
  await story.untilWeights({ v3: 100 }, 240_000);
  const predicate = '{.metadata.annotations.zalando\\.org/skipper-predicate}';
  const routed = async (): Promise<boolean> => (await story.live('ingress', 'shop-v3-traffic-segment', predicate)).includes('(0.00, 1.00)');
  await waitUntil('v3 is routed', routed, { timeoutMs: 240_000 });
  expect(await story.live('deployment', 'shop-v2', '{.metadata.name}')).toBe('');
  await allow();
});

/** A policy that refuses the Deployment shop-v2 in a namespace. */
function refusal(name: string, namespace: string): readonly object[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const resourceRules = [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] }];
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const validations = [{ expression: "object.metadata.name != 'shop-v2'", message: 'shop-v2 is refused here' }];
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules }, validations },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'], matchResources: { namespaceSelector } },
    },
  ];
}

describe('health of the kinds of this project', () => {
  const APPLIED = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: shop}\nspec: {applyStacks: true}\n';
  const BOTH = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [stackset.yaml, stacks]\n';

  it('follows what the sync controller writes into their statuses', async () => {
    const files = { 'apps/shop/render-config.yaml': APPLIED, 'apps/shop/kustomization.yaml': BOTH };
    const { story, application } = await begin({ files }, { path: 'apps/shop' });
    const health = (kind: string, name: string): string | undefined => {
      const found = application.status.resources?.find((resource) => resource.kind === kind && resource.name === name);
      return found?.health && `${found.health.status}: ${found.health.message}`;
    };
    // By itself Argo CD takes note of another health, and not of another message.
    const shows = (kind: string, name: string, wanted: string): Promise<true> =>
      waitUntil(
        `${kind} ${name} is ${wanted}`,
        async () => {
          if (health(kind, name) === wanted) return true;
          await application.refresh();
          return undefined;
        },
        { timeoutMs: 120_000, intervalMs: 1_000 },
      );
    await shows('Stack', 'shop-v1', 'Healthy: 100 % of the traffic, 2 of 2 pods ready');
    await shows('StackSet', 'shop', 'Healthy: 1 of 1 stacks ready');

    await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: { 'stackset-e2e/never-ready': 'true' } }, 'shop: v2');
    await shows('Stack', 'shop-v2', 'Progressing: 0 of 2 pods ready');
    await shows('StackSet', 'shop', 'Progressing: shop-v2 has 0 % of the traffic, 100 asked for');
    expect(application.status.health?.status).toBe('Progressing');

    await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready-');
    await shows('Stack', 'shop-v2', 'Healthy: 100 % of the traffic, 2 of 2 pods ready');
    await shows('StackSet', 'shop', 'Healthy: 2 of 2 stacks ready');
    const since = await story.live('stack', 'shop-v1', '{.status.noTrafficSince}');
    await shows('Stack', 'shop-v1', `Healthy: No traffic since ${since}, 2 of 2 pods ready`);
    await application.until('is Healthy', ({ health }) => health?.status === 'Healthy');

    await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready=true');
    await shows('Stack', 'shop-v2', 'Degraded: 100 % of the traffic, 0 of 2 pods ready');
    await application.until('is Degraded', ({ health }) => health?.status === 'Degraded');
  });
});

describe('as a config management plugin', () => {
  it('renders what is not committed, and says why where it cannot', async () => {
    await argo.startPlugin('stackset', `${DEPLOY}/plugin`, await pathWithStackset());
    const namespace = await test.namespace();
    const workspace = await temporaryFolder();
    const repository = join(workspace, 'apps.git');
    await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
    const person = await Person.clone(repository, join(workspace, 'checkout'));
    const shop = (image: string): string => shopStackSet({ namespace, version: 'preview' }).replace('shop:preview', image);
    await person.write('apps/shop/stackset.yaml', shop('shop:1'));
    await person.commit('shop');
    await person.push();
    const preview = await howtoObject('sync-argo-cd.md', 'Application', 'shop-preview');
    const application = await Application.start({ namespace, repository, cluster: test.cluster, manifest: preview });
    onTestFinished(() => application.stop());
    await application.until('is Synced and Healthy', ({ sync, health }) => sync?.status === 'Synced' && health?.status === 'Healthy');

    await person.publish('apps/shop/stackset.yaml', shop('shop:2'), 'shop: another image');
    const image = ['get', 'deployment', 'shop-preview', '--namespace', namespace, '--output=jsonpath={..image}'];
    await waitUntil('it is rolled out', async () => (await test.cluster.kubectl(image)) === 'shop:2');

    await person.publish('apps/shop/stackset.yaml', shop('shop:3').replace('replicas:', 'replica:'), 'shop: a typing error');
    await application.until('says why', ({ conditions = [] }) => conditions.some(({ message }) => /Did you mean `replicas`/.test(message)));
    expect(await test.cluster.kubectl(image)).toBe('shop:2');
  });

  it('is a part of an installation by kustomize', async () => {
    const folder = await temporaryFolder();
    const deployment = await readFile(await argoCdRepoServer(), 'utf8');
    await writeFile(join(folder, 'repo-server.yaml'), deployment);
    await cp(`${DEPLOY}/plugin`, join(folder, 'plugin'), { recursive: true });
    const kustomization = { namespace: ARGO_CD_NAMESPACE, resources: ['repo-server.yaml'], components: ['plugin'] };
    await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
    const { stdout } = await run(tool('kustomize'), ['build', folder]);
    const applied = await test.cluster.kubectl(['apply', '--server-side', '--dry-run=server', '-o', 'json', '-f', '-'], { input: stdout });
    expect(applied).toContain('"/var/run/argocd/argocd-cmp-server"');
  });
});
