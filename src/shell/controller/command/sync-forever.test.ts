import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { temporaryFolder } from '../../git/testing/server-repository.ts';
import { FakeApiServer } from '../../kubernetes/fake/fake-api-server.ts';
import type { LiveObject } from '../../kubernetes/live-object.ts';
import { stackSetText } from '../testing/packages.ts';
import { Rig } from '../testing/rig.ts';

vi.setConfig({ testTimeout: 120_000 });

const FILE = 'apps/shop/stackset.yaml';
const PLURALS: Readonly<Record<string, string>> = {
  Deployment: '/apis/apps/v1 deployments',
  Service: '/api/v1 services',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2 horizontalpodautoscalers',
  Ingress: '/apis/networking.k8s.io/v1 ingresses',
};

let server: FakeApiServer;
beforeEach(async () => {
  server = await FakeApiServer.start();
});
afterEach(() => server.stop());

/** The whole command, in this process. */
class Running {
  readonly lines: Readonly<Record<string, unknown>>[] = [];
  readonly ended: Promise<number>;

  constructor(args: readonly string[], workingDirectory: string) {
    const write = (text: string): number => this.lines.push(JSON.parse(text));
    const output = { write };
    this.ended = runCli(['sync', ...args], {
      stdin: Readable.from([]),
      stdout: output,
      stderr: output,
      environment: process.env,
      workingDirectory,
    });
  }

  messages(): readonly unknown[] {
    return this.lines.map(({ message }) => message);
  }

  /** The line that comes with a message. */
  async until(message: string): Promise<Readonly<Record<string, unknown>>> {
    return vi.waitFor(
      () => {
        const line = this.lines.find((one) => String(one.message).includes(message));
        if (!line) throw new Error(`nothing says "${message}": ${JSON.stringify(this.lines)}`);
        return line;
      },
      { timeout: 60_000, interval: 50 },
    );
  }
}

async function start(rig: Rig): Promise<Running> {
  const folder = await temporaryFolder();
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server: server.url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user: {} }],
  };
  const config = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'SyncConfig',
    metadata: { name: 'eu-1' },
    spec: {
      repository: { url: rig.server.url, branch: 'main', paths: ['apps'] },
      cluster: { kubeconfig: join(folder, 'kubeconfig') },
      listen: '127.0.0.1:0',
      pollInterval: '1s',
      debounce: '20ms',
      leaderElection: { enabled: false },
      log: { format: 'json', level: 'debug' },
    },
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
  await writeFile(join(folder, 'sync.yaml'), JSON.stringify(config));
  return new Running(['--config', 'sync.yaml', '--cache', 'cache'], folder);
}

/** The cluster gets what the tip says, with all pods ready. */
async function deploy(rig: Rig): Promise<void> {
  await rig.deploy();
  for (const object of rig.cluster.objects) {
    const place = PLURALS[object.kind];
    if (place !== undefined) server.store.put(place, object satisfies LiveObject);
  }
}

test('it follows repository and cluster, answers probes, and ends when it is told to', async () => {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
  const running = await start(rig);
  const { port } = await running.until('serving');
  await running.until('shop: adopt');
  await deploy(rig);
  await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } }) });
  await running.until('shop waits: shop-v2 is not ready');
  await deploy(rig);
  const { commit } = await running.until('shop: v2 0 % -> 100 %, v1 100 % -> 0 %');
  expect(await rig.server.tip()).toBe(commit);
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining('leader')]);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toContain('stackset_sync_leader 1');
  process.emit('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(running.messages().at(-1)).toBe('ended');
});

test('a cluster out of sight and a repository that is gone end nothing', async () => {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
  await server.stop();
  const running = await start(rig);
  expect((await running.until('nothing is decided')).level).toBe('warn');
  await rename(rig.server.folder, `${rig.server.folder}.away`);
  expect((await running.until('a pass failed')).level).toBe('error');
  await rename(`${rig.server.folder}.away`, rig.server.folder);
  await server.listen();
  await running.until('shop: adopt');
  process.emit('SIGTERM');
  expect(await running.ended).toBe(0);
});

test('what applied the objects is asked to look at Git after a push', async () => {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
  server.customKinds.add('applications');
  const application = { metadata: { namespace: 'argocd', name: 'shop' }, status: { sync: { status: 'Synced', revision: '' } } };
  application.status.sync.revision = (await rig.server.tip()) ?? '';
  server.store.put('/apis/argoproj.io/v1alpha1 applications', application);
  const running = await start(rig);
  await running.until('shop: adopt');
  await rig.deploy();
  for (const object of rig.cluster.objects) {
    const annotations = { 'argocd.argoproj.io/tracking-id': `shop:apps/Deployment:default/${object.metadata.name}` };
    const metadata = { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } };
    const place = PLURALS[object.kind];
    if (place !== undefined) server.store.put(place, { ...object, metadata });
  }
  await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 100 } }) });
  await running.until('shop: render v2');
  await running.until('Application argocd/shop is asked to look at Git');
  const asked = () => server.store.get('/apis/argoproj.io/v1alpha1 applications', 'argocd', 'shop')?.metadata.annotations;
  await vi.waitFor(() => expect(asked()).toEqual({ 'argocd.argoproj.io/refresh': 'normal' }), { timeout: 60_000 });
  process.emit('SIGTERM');
  expect(await running.ended).toBe(0);
});
