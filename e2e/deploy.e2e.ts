import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectApi } from '../src/shell/kubernetes/connection/connect-api.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { comparable, readObjects } from './fixtures/deployed-objects.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { tool } from './harness/tool.ts';

const DEPLOY = fileURLToPath(new URL('../deploy', import.meta.url));
const CHART = join(DEPLOY, 'helm/stackset-gitops');
const NAME = 'stackset-sync';
/** Components, and how many objects each has. */
const COMPONENTS: Readonly<Record<string, number>> = {
  status: 2,
  'argo-cd': 4,
  flux: 4,
  'service-monitor': 1,
  'network-policy': 1,
  'grafana-dashboard': 1,
  'prometheus-rule': 1,
};

async function output(name: 'kustomize' | 'helm', args: readonly string[], cwd = DEPLOY): Promise<string> {
  // Helm writes below its home.
  const home = await temporaryFolder();
  const { exitCode, stdout, stderr } = await run(tool(name), args, {
    cwd,
    env: { HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

const build = (folder: string, cwd?: string): Promise<string> => output('kustomize', ['build', folder], cwd);
const template = (...args: readonly string[]): Promise<string> =>
  output('helm', ['template', NAME, CHART, '--namespace', NAME, '--kube-version', '1.35.0', ...args]);

/** The base with components, by default all. */
async function buildWith(components: readonly string[] = Object.keys(COMPONENTS)): Promise<string> {
  const folder = await temporaryFolder();
  await cp(DEPLOY, folder, { recursive: true });
  await mkdir(join(folder, 'all'));
  const kustomization = { resources: ['../base'], components: components.map((name) => `../components/${name}`) };
  await writeFile(join(folder, 'all/kustomization.yaml'), JSON.stringify(kustomization));
  return build('all', folder);
}

describe('kustomize build', () => {
  it.for(['base', 'examples/github-app', 'examples/one-namespace'])('%s', async (folder) => {
    const objects = readObjects(await build(folder));
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'ConfigMap', 'ClusterRole', 'Role']));
  });

  it('gives each component what it says', async () => {
    const base = readObjects(await build('base')).length;
    const added = Object.values(COMPONENTS).reduce((sum, count) => sum + count, 0);
    expect(readObjects(await buildWith())).toHaveLength(base + added);
  });
});

describe('the chart', () => {
  it('passes Helm’s own checks', async () => {
    expect(await output('helm', ['lint', '--strict', CHART, '--kube-version', '1.35.0'])).toContain('0 chart(s) failed');
  });

  it('gives the objects of the base, and by default the rights to ask Argo CD', async () => {
    const bare = await template('--set', 'argoCD.enabled=false');
    expect(comparable(readObjects(bare))).toEqual(comparable(readObjects(await build('base'))));
    expect(comparable(readObjects(await template()))).toEqual(comparable(readObjects(await buildWith(['argo-cd']))));
  });

  it('gives no right to patch to a cluster that cannot narrow it down', async () => {
    const old = await output('helm', ['template', NAME, CHART, '--kube-version', '1.29.0', '--set', 'flux.enabled=true']);
    const objects = readObjects(old);
    const rules = objects.filter(({ kind }) => kind === 'ClusterRole').map(({ rules }) => JSON.stringify(rules));
    expect(rules.filter((text) => text.includes('argoproj') || text.includes('fluxcd'))).toEqual([
      '[{"apiGroups":["argoproj.io"],"resources":["applications"],"verbs":["get"]}]',
      '[{"apiGroups":["kustomize.toolkit.fluxcd.io"],"resources":["kustomizations"],"verbs":["get"]}]',
    ]);
    expect(objects.filter(({ kind }) => kind.startsWith('ValidatingAdmission'))).toEqual([]);
  });

  it('gives those of the components too, where they are wanted', async () => {
    const switches = ['status', 'flux', 'serviceMonitor', 'networkPolicy', 'dashboard', 'prometheusRule'];
    const objects = readObjects(await template(...switches.flatMap((name) => ['--set', `${name}.enabled=true`])));
    expect(comparable(objects)).toEqual(comparable(readObjects(await buildWith())));
  });

  it('has rights in the namespaces that are named, and watches those', async () => {
    const objects = readObjects(await template('--set', 'rbac.namespaces={shop,blog}', '--set', 'status.enabled=true'));
    expect(objects.filter(({ kind }) => kind === 'ClusterRoleBinding')).toEqual([]);
    const bindings = objects.filter(({ kind }) => kind === 'RoleBinding').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(bindings.sort()).toEqual([
      'argocd/stackset-sync-argo-cd',
      'blog/stackset-sync-reader',
      'blog/stackset-sync-status-reader',
      'shop/stackset-sync-reader',
      'shop/stackset-sync-status-reader',
      'stackset-sync/stackset-sync',
    ]);
    expect(objects.find(({ kind }) => kind === 'ConfigMap')?.data?.['sync-config.yaml']).toContain('namespaces:\n    - shop\n    - blog\n');
  });

  it('gives new pods when the settings change, and only then', async () => {
    const checksum = async (...args: readonly string[]) => /checksum\/config: (\w+)/.exec(await template(...args))?.[1];
    const [first, same, other] = [await checksum(), await checksum('--set', 'replicas=3'), await checksum('--set', 'syncConfig.name=us-1')];
    expect(first).toHaveLength(64);
    expect([same === first, other === first]).toEqual([true, false]);
  });

  it('takes every value', async () => {
    const values = {
      image: { tag: 'x', pullPolicy: 'Always', pullSecrets: [{ name: 'pull' }] },
      credentials: { secretName: 'other' },
      serviceAccount: { annotations: { a: 'b' } },
      podAnnotations: { c: 'd' },
      podLabels: { e: 'f' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
      env: [{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }],
      podDisruptionBudget: { enabled: false },
    };
    const file = join(await temporaryFolder(), 'values.yaml');
    await writeFile(file, JSON.stringify(values));
    const objects = readObjects(await template('--values', file));
    expect(objects.find(({ kind }) => kind === 'PodDisruptionBudget')).toBeUndefined();
    expect(objects.find(({ kind }) => kind === 'ServiceAccount')?.metadata.annotations).toEqual({ a: 'b' });
    expect(objects.find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({
      template: {
        metadata: { annotations: { c: 'd' }, labels: { e: 'f', 'app.kubernetes.io/name': 'stackset-gitops' } },
        spec: {
          imagePullSecrets: [{ name: 'pull' }],
          nodeSelector: { disk: 'ssd' },
          tolerations: [{ operator: 'Exists' }],
          affinity: { nodeAffinity: {} },
          priorityClassName: 'high',
          containers: [
            {
              image: 'registry.example.org/stackset-gitops-sync:x',
              imagePullPolicy: 'Always',
              env: expect.arrayContaining([{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }]),
            },
          ],
          volumes: expect.arrayContaining([expect.objectContaining({ secret: expect.objectContaining({ secretName: 'other' }) })]),
        },
      },
    });
  });

  it('takes the values of its README', async () => {
    const readme = await readFile(join(CHART, 'README.md'), 'utf8');
    const [, values = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    const file = join(await temporaryFolder(), 'values.yaml');
    await writeFile(file, values);
    expect(await template('--values', file)).toContain('registry.example.org/platform/stackset-gitops-sync:');
  });

  it.for(['replicas=0', 'replica=2', 'rbac.namespaces={Shop}', 'syncConfig.spec.repository.url='])('refuses %s', async (wrong) => {
    const { exitCode, stderr } = await run(tool('helm'), ['template', NAME, CHART, '--kube-version', '1.35.0', '--set', wrong]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("values don't meet the specifications") });
  });
});

describe('on a real API server', () => {
  // Its own: the rights of deploy/ come and go here.
  const test = useCluster({ own: true });

  beforeAll(async () => {
    for (const namespace of [NAME, 'shop']) await test.cluster.kubectl(['create', 'namespace', namespace]);
  });
  afterAll(async () => {
    await test.cluster.kubectl(['delete', 'namespace', NAME, 'shop', '--wait=false']);
  });

  /** Applies manifests, and deletes them when the running test ends; kinds that the cluster does not have are left out. */
  async function apply(yaml: string): Promise<void> {
    const objects = readObjects(yaml).filter(({ apiVersion }) => !apiVersion.startsWith('monitoring.coreos.com/'));
    const textOf = (chosen: typeof objects): string => chosen.map((object) => JSON.stringify(object)).join('\n---\n');
    const input = textOf(objects.filter(({ kind }) => kind !== 'Namespace'));
    onTestFinished(async () => void (await test.cluster.kubectl(['delete', '-f', '-'], { input })));
    await test.cluster.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input: textOf(objects) });
  }

  async function mayIts(account: string, questions: readonly Question[]): Promise<readonly string[]> {
    const kubeconfig = await test.cluster.serviceAccountKubeconfig(NAME, account);
    const answers = await Promise.all(
      questions.map(async ([verb, resource, namespace]) => {
        const scope = namespace === '*' ? ['--all-namespaces'] : ['--namespace', namespace];
        const [type = '', subresource] = resource.split('/');
        const part = subresource === undefined ? [] : ['--subresource', subresource];
        const { stdout } = await test.cluster.tryKubectl(['auth', 'can-i', verb, type, ...part, ...scope], { kubeconfig });
        return `${stdout.trim()} ${verb} ${resource} ${namespace}`;
      }),
    );
    return answers.filter((answer) => !answer.startsWith('no '));
  }

  const expectPods = async (): Promise<void> => {
    await test.cluster.kubectl(['rollout', 'status', '--namespace', NAME, `deployment/${NAME}`, '--timeout=60s']);
  };

  it('the strictest pod security lets the pods in, and the rights are those to read, to tell and to lead', async () => {
    await apply(await build('examples/github-app'));
    await expectPods();
    const yes = await mayIts(NAME, [...ALLOWED, ...FORBIDDEN, ...STATUS]);
    expect(yes.toSorted()).toEqual(ALLOWED.map(([verb, resource, namespace]) => `yes ${verb} ${resource} ${namespace}`).toSorted());
  });

  it('may read one namespace only, where that is wanted', async () => {
    await apply(await build('examples/one-namespace'));
    await expectPods();
    expect(
      await mayIts(NAME, [
        ['list', 'deployments.apps', '*'],
        ['list', 'deployments.apps', 'default'],
        ['list', 'deployments.apps', 'shop'],
        ['create', 'events', 'default'],
        ['create', 'events', 'shop'],
        ['update', 'leases.coordination.k8s.io', 'shop'],
        ['update', 'leases.coordination.k8s.io', NAME],
      ]),
    ).toEqual(['yes list deployments.apps shop', 'yes create events shop', `yes update leases.coordination.k8s.io ${NAME}`]);
  });

  it('Helm’s installation would be taken, and tells what comes next', async () => {
    const home = await temporaryFolder();
    const args = ['install', NAME, CHART, '--namespace', NAME, '--dry-run=server', '--kubeconfig', test.cluster.kubeconfig];
    const notes = await run(tool('helm'), args, { env: { HOME: home } });
    expect(notes).toMatchObject({ exitCode: 0, stderr: '' });
    expect(notes.stdout).toContain('kubectl create secret generic stackset-sync --namespace stackset-sync --from-file=token');
  });

  it('may fill the status with the component, and nothing else of them', async () => {
    await apply(await buildWith());
    expect(await mayIts(NAME, [...STATUS, ...FORBIDDEN])).toEqual(
      STATUS.map(([verb, resource, namespace]) => `yes ${verb} ${resource} ${namespace}`),
    );
  });

  it.for([
    { component: 'argo-cd', kind: 'Application', group: 'argoproj.io', annotation: 'argocd.argoproj.io/refresh', verbs: ['get', 'patch'] },
    {
      component: 'flux',
      kind: 'GitRepository',
      group: 'source.toolkit.fluxcd.io',
      annotation: 'reconcile.fluxcd.io/requestedAt',
      verbs: ['patch'],
    },
  ])('may set one annotation of an object of $component, and nothing else', async ({ component, kind, group, annotation, verbs }) => {
    const plural = kind === 'Application' ? 'applications' : 'gitrepositories';
    await apply(JSON.stringify(definition(kind, plural, group)));
    await test.cluster.kubectl(['wait', '--for=condition=Established', `crd/${plural}.${group}`, '--timeout=60s']);
    await apply(await buildWith([component]));
    const object = {
      apiVersion: `${group}/v1`,
      kind,
      metadata: { name: 'shop', namespace: 'shop', annotations: { kept: 'yes' } },
      spec: { url: 'https://git.example.org/apps.git' },
      status: { revision: 'a' },
    };
    await apply(JSON.stringify(object));
    const kubeconfig = await test.cluster.serviceAccountKubeconfig(NAME, NAME);
    const api = connectApi({ prefer: 'kubeconfig', kubeconfig, environment: {}, workingDirectory: '/' });
    onTestFinished(() => api.close());
    const path = `/apis/${group}/v1/namespaces/shop/${plural}/shop`;
    const patch = (body: object): Promise<string> =>
      api.call({ method: 'PATCH', path, body }).then(
        () => 'done',
        (error: Error) => error.message,
      );
    const all = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
    expect(
      await mayIts(
        NAME,
        all.map((verb): Question => [verb, `${plural}.${group}`, 'shop']),
      ),
    ).toEqual(verbs.map((verb) => `yes ${verb} ${plural}.${group} shop`));
    const refused = `the sync controller may set the annotation ${annotation}, and change nothing else`;
    // A policy takes effect a moment after it was made.
    let attempt = 0;
    await expect.poll(() => patch({ spec: { attempt: ++attempt } }), { timeout: 120_000 }).toContain(refused);
    const attempts: readonly object[] = [
      { spec: { url: 'https://other.example.org/apps.git' } },
      { spec: null },
      // Of Argo CD's objects the status has no subresource, and an operation is a field beside it.
      ...(component === 'argo-cd' ? [{ status: { revision: 'b' } }, { operation: { sync: {} } }] : []),
      { metadata: { labels: { a: 'b' } } },
      { metadata: { finalizers: ['example.org/a'] } },
      { metadata: { annotations: { other: 'x' } } },
      { metadata: { annotations: { kept: null } } },
      { metadata: { annotations: { kept: 'no', [annotation]: 'normal' } } },
    ];
    for (const wrong of attempts) expect(await patch(wrong)).toContain(refused);
    expect(await patch({ metadata: { annotations: { [annotation]: 'normal' } } })).toBe('done');
    const json = await test.cluster.kubectl(['get', `${plural}.${group}`, 'shop', '--namespace', 'shop', '-o', 'json']);
    expect(JSON.parse(json)).toMatchObject({ ...object, metadata: { annotations: { kept: 'yes', [annotation]: 'normal' } } });
  });
});

/** As much of a CRD as the rules are about. */
const definition = (kind: string, plural: string, group: string): object => {
  const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything, operation: anything } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope: 'Namespaced', names: { kind, plural }, versions: [{ name: 'v1', served: true, storage: true, schema }] },
  };
};

type Question = readonly [verb: string, resource: string, namespace: string];

const READ = [
  'deployments.apps',
  'services',
  'horizontalpodautoscalers.autoscaling',
  'ingresses.networking.k8s.io',
  'routegroups.zalando.org',
  'stacksets.zalando.org',
  'stacks.zalando.org',
];

const ALLOWED: readonly Question[] = [
  ...READ.flatMap((resource) => ['get', 'list', 'watch'].map((verb): Question => [verb, resource, '*'])),
  ['create', 'events', 'default'],
  ['patch', 'events', 'default'],
  ['get', 'leases.coordination.k8s.io', NAME],
  ['create', 'leases.coordination.k8s.io', NAME],
  ['update', 'leases.coordination.k8s.io', NAME],
];

const FORBIDDEN: readonly Question[] = [
  ...READ.flatMap((resource) =>
    ['create', 'update', 'patch', 'delete', 'deletecollection'].map((verb): Question => [verb, resource, 'default']),
  ),
  ['get', 'secrets', 'default'],
  ['list', 'secrets', NAME],
  ['get', 'configmaps', 'default'],
  ['create', 'pods', NAME],
  ['create', 'pods/exec', 'default'],
  ['get', 'pods/log', 'default'],
  ['delete', 'pods', 'default'],
  ['update', 'deployments.apps/scale', 'default'],
  ['update', 'leases.coordination.k8s.io', 'kube-system'],
  ['delete', 'leases.coordination.k8s.io', NAME],
  ['delete', 'events', 'default'],
  ['list', 'events', 'default'],
  ['patch', 'leases.coordination.k8s.io', NAME],
  ['create', 'rolebindings.rbac.authorization.k8s.io', NAME],
  ['escalate', 'clusterroles.rbac.authorization.k8s.io', '*'],
  ['impersonate', 'users', '*'],
  ['create', 'serviceaccounts/token', NAME],
];

const STATUS: readonly Question[] = [
  ['patch', 'stacksets.zalando.org/status', 'default'],
  ['patch', 'stacks.zalando.org/status', 'default'],
];
