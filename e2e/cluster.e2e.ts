import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppsV1Api, AutoscalingV2Api, CoreV1Api } from '@kubernetes/client-node';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ApplyLoop } from './cluster/apply-loop.ts';
import { askOnce, Load } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const test = useCluster();
const WAIT = { timeout: 30_000, interval: 100 };

function application(name: string, annotations: Readonly<Record<string, string>> = {}, replicas = 2): string {
  const [stackset, version] = name.split('-');
  const labels = { stackset, 'stack-version': version };
  const template = {
    metadata: { labels, annotations },
    spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }] },
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
  };
  return `${JSON.stringify(deployment)}\n---\n${JSON.stringify(service)}\n`;
}

function ingress(name: string, host: string, annotations: Readonly<Record<string, string>> = {}): string {
  const backend = { service: { name, port: { number: 80 } } };
  const rules = [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  return `${JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, annotations }, spec: { rules } })}\n`;
}

const apply = (namespace: string, input: string): Promise<string> => test.cluster.kubectl(['apply', '-n', namespace, '-f', '-'], { input });
const readyReplicas = async (namespace: string, name: string): Promise<number> =>
  (await test.cluster.kubeConfig().makeApiClient(AppsV1Api).readNamespacedDeployment({ name, namespace })).status?.readyReplicas ?? 0;

it('is a Kubernetes 1.35 with one ready node and the custom resources', async () => {
  expect(JSON.parse(await test.cluster.kubectl(['version', '-o', 'json']))).toMatchObject({ serverVersion: { minor: '35' } });
  expect(await test.cluster.kubectl(['get', 'nodes', '--no-headers'])).toMatch(/^node +Ready/);
  const kinds = await test.cluster.kubectl(['api-resources', '--api-group', 'zalando.org', '-o', 'name']);
  expect(kinds.trim().split('\n').sort()).toEqual(['routegroups.zalando.org', 'stacks.zalando.org', 'stacksets.zalando.org']);
});

it('gets a Deployment’s pods ready, and an autoscaler without metrics lifts it to minReplicas', async () => {
  const namespace = await test.namespace();
  await apply(namespace, application('shop-v1'));
  await vi.waitFor(async () => expect(await readyReplicas(namespace, 'shop-v1')).toBe(2), WAIT);
  const autoscaler = test.cluster.kubeConfig().makeApiClient(AutoscalingV2Api);
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-v1' };
  const spec = { scaleTargetRef, minReplicas: 5, maxReplicas: 9 };
  await autoscaler.createNamespacedHorizontalPodAutoscaler({ namespace, body: { metadata: { name: 'shop-v1' }, spec } });
  await vi.waitFor(async () => expect(await readyReplicas(namespace, 'shop-v1')).toBe(5), WAIT);
});

it('denies what RBAC does not allow, to users and to ServiceAccounts', async () => {
  const namespace = await test.namespace();
  const get = ['get', 'deployments', '--namespace', namespace];
  const { exitCode, stderr } = await test.cluster.tryKubectl(get, { kubeconfig: test.cluster.kubeconfigOf('sync') });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('User "sync" cannot list resource "deployments"') });

  await test.cluster.kubectl(['create', 'serviceaccount', 'reader', '--namespace', namespace]);
  const kubeconfig = await test.cluster.serviceAccountKubeconfig(namespace, 'reader');
  expect(await test.cluster.tryKubectl(get, { kubeconfig })).toMatchObject({ exitCode: 1 });
  const grant = ['create', 'rolebinding', 'reader', '--clusterrole=view', `--serviceaccount=${namespace}:reader`, '--namespace', namespace];
  await test.cluster.kubectl(grant);
  await vi.waitFor(async () => expect(await test.cluster.tryKubectl(get, { kubeconfig })).toMatchObject({ exitCode: 0 }), WAIT);
  const create = ['create', 'configmap', 'x', '--namespace', namespace];
  expect(await test.cluster.tryKubectl(create, { kubeconfig })).toMatchObject({ exitCode: 1 });
});

it('holds pods unready, or gets them ready late, where their annotations say so', async () => {
  const namespace = await test.namespace();
  await apply(namespace, application('bad-v1', { 'stackset-e2e/never-ready': 'true' }));
  await apply(namespace, application('slow-v1', { 'stackset-e2e/ready-after': '4s' }));
  const started = Date.now();
  await vi.waitFor(async () => expect(await readyReplicas(namespace, 'slow-v1')).toBe(2), WAIT);
  expect(Date.now() - started).toBeGreaterThan(3_000);
  expect(await readyReplicas(namespace, 'bad-v1')).toBe(0);
  const pods = await test.cluster.kubeConfig().makeApiClient(CoreV1Api).listNamespacedPod({ namespace, labelSelector: 'stackset=bad' });
  expect(pods.items.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
  await test.cluster.kubectl(['annotate', 'pods', '-l', 'stackset=bad', 'stackset-e2e/never-ready-', '--namespace', namespace]);
  await vi.waitFor(async () => expect(await readyReplicas(namespace, 'bad-v1')).toBe(2), WAIT);
});

it('sends requests through Skipper to the pods, and loses none while pods come and go', async () => {
  const namespace = await test.namespace();
  const host = `shop.${namespace}.example.org`;
  await apply(namespace, `${application('shop-v1')}---\n${ingress('shop-v1', host)}`);
  const target = { url: test.skipper.url, host };
  await vi.waitFor(async () => expect(await askOnce(target)).toMatchObject({ status: 200, stack: 'shop-v1' }), WAIT);

  const load = new Load(target);
  onTestFinished(() => load.stop());
  for (const replicas of ['4', '1']) {
    await test.cluster.kubectl(['scale', 'deployment/shop-v1', '--replicas', replicas, '--namespace', namespace]);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
  await load.stop();
  expect(load.statuses()).toEqual({ 200: load.answers.length });
  expect(load.answers.length).toBeGreaterThan(1_900);
});

it('has a deleted pod refuse connections when its time is over', async () => {
  const namespace = await test.namespace();
  await apply(namespace, application('shop-v1', { 'stackset-e2e/ends-after': '1s' }, 1));
  await vi.waitFor(async () => expect(await readyReplicas(namespace, 'shop-v1')).toBe(1), WAIT);
  const pods = await test.cluster.kubeConfig().makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
  const target = { url: `http://${pods.items[0]?.status?.podIP}:8080`, host: 'any' };
  expect(await askOnce(target)).toMatchObject({ status: 200, stack: 'shop-v1' });
  await test.cluster.kubectl(['scale', 'deployment/shop-v1', '--replicas', '0', '--namespace', namespace]);
  expect(await askOnce(target)).toMatchObject({ status: 200 });
  await vi.waitFor(async () => expect(askOnce(target)).rejects.toThrow('ECONNREFUSED'), WAIT);
});

it('applies the tip of a branch, prunes what left it, and keeps what is protected', async () => {
  const namespace = await test.namespace();
  const { push, repository } = await emptyRepository();
  const loop = await ApplyLoop.start({ cluster: test.cluster, namespace, repository, folder: 'apps' });
  onTestFinished(() => loop.stop());
  const protection = { 'argocd.argoproj.io/sync-options': 'Prune=false' };
  const one = ingress('one', 'one.example.org');
  const two = ingress('two', 'two.example.org', protection);
  const present = async (): Promise<string> => test.cluster.kubectl(['get', 'ingress', '-o', 'name', '--namespace', namespace]);

  await loop.untilApplied(
    await push({ 'apps/one.yaml': one, 'apps/two.yaml': two, 'apps/kustomization.yaml': 'resources: [one.yaml, two.yaml]\n' }),
  );
  expect(await present()).toBe('ingress.networking.k8s.io/one\ningress.networking.k8s.io/two\n');
  await loop.untilApplied(await push({ 'apps/kustomization.yaml': 'resources: [one.yaml]\n' }));
  expect(await present()).toBe('ingress.networking.k8s.io/one\ningress.networking.k8s.io/two\n');

  await loop.untilApplied(await push({ 'apps/kustomization.yaml': 'resources: []\n' }));
  expect(await present()).toBe('ingress.networking.k8s.io/two\n');
  await test.cluster.kubectl(['annotate', 'ingress/two', 'argocd.argoproj.io/sync-options-', '--namespace', namespace]);
  await loop.untilApplied(await push({ 'apps/kustomization.yaml': 'resources: [one.yaml]\n' }));
  expect(await present()).toBe('ingress.networking.k8s.io/one\n');

  await push({ 'apps/kustomization.yaml': 'resources: [none.yaml]\n' });
  await vi.waitFor(() => expect(loop.history.at(-1)?.failure).toContain('none.yaml'), WAIT);
  expect(await present()).toBe('ingress.networking.k8s.io/one\n');
});

it('applies routes one by one, in the order that is drawn', async () => {
  const namespace = await test.namespace();
  const { push, repository } = await emptyRepository();
  const places = [0.5, 0.1, 0.9];
  const spreadRoutes = { pauseMs: 1_100, random: () => places.shift() ?? 0 };
  const names = ['one', 'two', 'three'];
  const routes = names.map((name) => [`apps/${name}.yaml`, ingress(name, `${name}.example.org`)] as const);
  const files = { 'apps/kustomization.yaml': 'resources: [one.yaml, two.yaml, three.yaml]\n', ...Object.fromEntries(routes) };
  const loop = await ApplyLoop.start({ cluster: test.cluster, namespace, repository, folder: 'apps', spreadRoutes });
  onTestFinished(() => loop.stop());
  await loop.untilApplied(await push(files));
  const sorted = ['get', 'ingress', '--sort-by={.metadata.creationTimestamp}', '-o', 'jsonpath={.items[*].metadata.name}'];
  // kubectl prints in the order of the kustomization, which sorts objects of a kind by name: one, three, two.
  expect(await test.cluster.kubectl([...sorted, '--namespace', namespace])).toBe('three one two');
});

/** A bare repository; `push` commits files to its `main` and gives the commit. */
async function emptyRepository(): Promise<{ repository: string; push: (files: Readonly<Record<string, string>>) => Promise<string> }> {
  const folder = await temporaryFolder();
  const repository = join(folder, 'repository.git');
  const tree = join(folder, 'tree');
  const git = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
    expect({ args, exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return stdout.trim();
  };
  await git('init', '--quiet', '--bare', '--initial-branch=main', repository);
  await git('clone', '--quiet', repository, tree);
  await run('mkdir', ['-p', join(tree, 'apps')]);
  const push = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [path, text] of Object.entries(files)) await writeFile(join(tree, path), text);
    await git('-C', tree, 'add', '.');
    await git('-C', tree, 'commit', '--quiet', '--message', 'Change');
    await git('-C', tree, 'push', '--quiet', 'origin', 'HEAD:main');
    return git('-C', tree, 'rev-parse', 'HEAD');
  };
  return { repository, push };
}
