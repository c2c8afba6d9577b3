import { expect, it, vi } from 'vitest';
import { askOnce } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';

const test = useCluster({ own: true });
const shared = useCluster();
const WAIT = { timeout: 30_000, interval: 100 };

it('has a cluster of its own beside the shared one', async () => {
  const namespace = await test.namespace();
  const names = async (cluster: typeof test): Promise<string> => cluster.cluster.kubectl(['get', 'namespaces', '-o', 'name']);
  expect(await names(test)).toContain(namespace);
  expect(await names(shared)).not.toContain(namespace);
  await expect(shared.cluster.restartApiServer()).rejects.toThrow('the shared cluster');
});

it.for(['SIGTERM', 'SIGKILL'] as const)('has its API server stopped by %s and started again, and everything goes on', async (signal) => {
  const namespace = await test.namespace();
  const host = `shop.${namespace}.example.org`;
  const kubectl = (...args: readonly string[]): Promise<string> => test.cluster.kubectl([...args, '--namespace', namespace]);
  await kubectl('create', 'deployment', 'shop', '--image=app', '--port=8080');
  await kubectl('expose', 'deployment/shop', '--port=80', '--target-port=8080');
  await kubectl('create', 'ingress', 'shop', `--rule=${host}/*=shop:80`);
  const target = { url: test.skipper.url, host };
  await vi.waitFor(async () => expect(await askOnce(target)).toMatchObject({ status: 200 }), WAIT);

  await test.cluster.stopApiServer(signal);
  expect(await test.cluster.tryKubectl(['get', 'pods'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused') });
  expect(await askOnce(target)).toMatchObject({ status: 200 });
  await test.cluster.startApiServer();

  // New pods show that all controllers, kwok and the pods' server have found it again.
  await kubectl('scale', 'deployment/shop', '--replicas', '3');
  await vi.waitFor(async () => expect(await kubectl('get', 'deployment/shop')).toContain('3/3'), WAIT);
  const pods = JSON.parse(await kubectl('get', 'pods', '-o', 'json')).items as { status: { podIP: string } }[];
  for (const { status } of pods) {
    const pod = { url: `http://${status.podIP}:8080`, host };
    await vi.waitFor(async () => expect(await askOnce(pod)).toMatchObject({ status: 200 }), WAIT);
  }
});

it('has its API server hang, and go on', async () => {
  const ask = () => test.cluster.tryKubectl(['get', 'namespaces', '--request-timeout=1s']);
  test.cluster.pauseApiServer();
  try {
    expect(await ask()).toMatchObject({ exitCode: 1 });
  } finally {
    test.cluster.resumeApiServer();
  }
  await vi.waitFor(async () => expect(await ask()).toMatchObject({ exitCode: 0 }), WAIT);
});
