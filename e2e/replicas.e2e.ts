import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { readObjects } from './fixtures/deployed-objects.ts';
import { Controller } from './harness/controller.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { tool } from './harness/tool.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Person } from './sync/person.ts';
import { shopStackSet } from './sync/shop.ts';

const NAMESPACE = 'stackset-sync';
const SECRET = 'stackset-example-secret';
const PORT = 8080;
/** As pods have them: an address each. */
const ADDRESSES = ['127.77.0.1', '127.77.0.2'] as const;
const test = useCluster({ own: true });

beforeAll(async () => {
  const base = fileURLToPath(new URL('../deploy/base', import.meta.url));
  const { stdout } = await run(tool('kustomize'), ['build', base]);
  const rights = readObjects(stdout).filter(({ kind, apiVersion }) => kind === 'ServiceAccount' || apiVersion.startsWith('rbac.'));
  for (const namespace of [NAMESPACE, 'shop']) await test.cluster.kubectl(['create', 'namespace', namespace]);
  await test.cluster.kubectl(['apply', '-f', '-'], { input: rights.map((object) => JSON.stringify(object)).join('\n---\n') });
});

interface Replica {
  readonly address: string;
  readonly controller: Controller;
}

/** Two replicas as deploy/ runs them, but for their network: with the rights of its ServiceAccount, and Git asked once an hour. */
async function startReplicas(workspace: string, repository: string): Promise<readonly Replica[]> {
  const kubeconfig = await test.cluster.serviceAccountKubeconfig(NAMESPACE, 'stackset-sync');
  const secretFile = join(workspace, 'webhook-secret');
  await writeFile(secretFile, `${SECRET}\n`);
  const replicas: Replica[] = [];
  for (const address of ADDRESSES) {
    const config = join(workspace, `${address}.yaml`);
    const spec = {
      repository: { url: `file://${repository}`, branch: 'main', paths: ['apps'] },
      cluster: { kubeconfig },
      leaderElection: { enabled: true, namespace: NAMESPACE },
      listen: `${address}:${PORT}`,
      webhook: { secretFile },
      pollInterval: '1h',
      log: { format: 'json', level: 'debug' },
    };
    await writeFile(
      config,
      JSON.stringify({ apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'SyncConfig', metadata: { name: 'eu-1' }, spec }),
    );
    const args = ['--cache', join(workspace, 'cache')];
    const controller = await Controller.start({ config, args, env: { POD_IP: address } });
    onTestFinished(async ({ task }) => {
      await controller.stop();
      if (task.result?.state === 'fail') console.error(`--- ${address}\n${(await controller.output()).slice(-6000)}`);
    });
    replicas.push({ address, controller });
    // The first one leads.
    await waitUntil(`${address} is ready`, async () => (await ask(address, '/readyz')).status === 200);
  }
  return replicas;
}

const ask = async (address: string, path: string): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await fetch(`http://${address}:${PORT}${path}`);
  return { status: response.status, text: await response.text() };
};

const series = async (address: string, name: string): Promise<readonly string[]> =>
  (await ask(address, '/metrics')).text.split('\n').filter((line) => line.startsWith(name));

async function tellOfPush(address: string, secret = SECRET): Promise<number> {
  const body = JSON.stringify({ ref: 'refs/heads/main', before: '0'.repeat(40), after: '1'.repeat(40) });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-hub-signature-256': signature };
  return (await fetch(`http://${address}:${PORT}/webhook`, { method: 'POST', headers, body })).status;
}

describe('two replicas with the rights of deploy/', () => {
  it('serve, tell, hear of pushes, and take over', async () => {
    const workspace = await temporaryFolder();
    const repository = join(workspace, 'apps.git');
    await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
    const person = await Person.clone(repository, join(workspace, 'checkout'));
    const stackSet = (version: string): string => shopStackSet({ namespace: 'shop', version, traffic: { v1: 100 } });
    await person.write('apps/shop/stackset.yaml', stackSet('v1'));
    await person.stackset('render');
    await person.commit('shop: add v1');
    await person.push();
    await test.cluster.kubectl(['apply', '--namespace', 'shop', '--server-side', '-k', join(person.folder, 'apps/shop/stacks')]);
    const subjects = async (): Promise<string> => (await execa('git', ['log', '--format=%s', 'main'], { cwd: repository })).stdout;

    const [leader, standby] = await startReplicas(workspace, repository);
    if (!leader || !standby) throw new Error('there are two');
    await waitUntil('the package is adopted', async () => (await subjects()).includes('shop: adopt'));
    expect((await ask(leader.address, '/readyz')).text).toMatch(/^ok\nleader\ncluster: seen \d+ s ago\nrepository: reachable\n$/);
    expect((await ask(standby.address, '/readyz')).text).toBe('ok\nstandby: another replica is the leader\n');
    expect((await ask(standby.address, '/healthz')).status).toBe(200);

    // A push that nobody polls for, told to the one that does not lead.
    await person.publish('apps/shop/stackset.yaml', stackSet('v2'), 'shop: add v2, not rendered');
    expect(await tellOfPush(standby.address, 'wrong')).toBe(401);
    expect(await tellOfPush(standby.address)).toBe(202);
    await waitUntil('it is rendered', async () => (await subjects()).split('\n')[0] !== 'shop: add v2, not rendered', {
      timeoutMs: 10_000,
    });

    const stacks = 'stackset_stackset_stacks{namespace="shop",stackset="shop",application=""} 2';
    await waitUntil('both stacks are told', async () => (await series(leader.address, 'stackset_stackset_stacks')).includes(stacks));
    expect(await series(leader.address, 'stackset_sync_leader')).toEqual(['stackset_sync_leader 1']);
    expect(await series(leader.address, 'stackset_sync_observation_fresh')).toEqual(['stackset_sync_observation_fresh 1']);
    expect(await series(leader.address, 'stackset_sync_commits_total{kind="rendered"}')).toEqual([
      'stackset_sync_commits_total{kind="rendered"} 1',
    ]);
    expect(await series(leader.address, 'stackset_sync_webhooks_total')).toEqual(['stackset_sync_webhooks_total{status="202"} 1']);
    expect(await series(standby.address, 'stackset_sync_leader')).toEqual(['stackset_sync_leader 0']);
    expect(await series(standby.address, 'stackset_stack')).toEqual([]);
    const told = ['get', 'events', '--namespace', 'shop', '--field-selector', 'reportingComponent=stackset-sync', '--output', 'name'];
    await waitUntil('there are Events of it', async () => (await test.cluster.kubectl(told)) !== '');

    await leader.controller.stop();
    await waitUntil(
      'the other one leads',
      async () => (await series(standby.address, 'stackset_sync_leader'))[0] === 'stackset_sync_leader 1',
      { timeoutMs: 30_000 },
    );
    await waitUntil('it tells of the StackSets', async () => (await series(standby.address, 'stackset_stackset_stacks')).includes(stacks));
    expect((await ask(standby.address, '/readyz')).text).toContain('ok\nleader\n');

    const lines = (await Promise.all([leader, standby].map(({ controller }) => controller.output()))).join('').trimEnd().split('\n');
    const read = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(
      read.every(({ level, time, message }) => typeof level === 'string' && typeof time === 'string' && typeof message === 'string'),
    ).toBe(true);
    expect(lines.filter((line) => /forbidden|"level":"error"/.test(line))).toEqual([]);
    expect(lines.join('\n')).not.toContain(SECRET);
  });
});
