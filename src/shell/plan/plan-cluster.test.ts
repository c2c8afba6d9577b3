import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { FakeApiServer } from '../kubernetes/fake/fake-api-server.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { observedResource, WATCHED_KINDS, type WatchedKind } from '../kubernetes/observe/observed-resource.ts';
import { readDump } from '../kubernetes/read-dump.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/plan');

const INCOMPLETE = 'a-stack-is-missing-in-the-dump';

/** Cases of a dump that a cluster can have too: every object is in a namespace, labelled and of a kind that is read. */
const cases = readdirSync(FIXTURES).flatMap((name) => {
  const args = readFileSync(join(FIXTURES, name, 'args'), 'utf8')
    .trim()
    .split(/\s+/);
  const [place, file = ''] = [args.indexOf('--live'), args[args.indexOf('--live') + 1]];
  const isWrongUse = existsSync(join(FIXTURES, name, 'exit-code')) && readFileSync(join(FIXTURES, name, 'exit-code'), 'utf8') === '2\n';
  if (isWrongUse || name === INCOMPLETE || place === -1 || file === '-' || !existsSync(join(FIXTURES, name, file))) return [];
  const { objects, problems } = readDump(readFileSync(join(FIXTURES, name, file), 'utf8'), file);
  const isLive = problems.length === 0 && objects.every(isOfACluster);
  return isLive && objects.length > 0 ? [{ name, objects, args: args.toSpliced(place, 2) }] : [];
});

function isOfACluster({ kind, metadata }: LiveObject): boolean {
  const isRead = WATCHED_KINDS.some((watched) => watched === kind);
  return isRead && metadata.namespace !== undefined && (kind === 'StackSet' || metadata.labels?.stackset !== undefined);
}

let folder: string;
let server: FakeApiServer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-cluster-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  server = await FakeApiServer.start();
  for (const kind of ['stacksets', 'stacks', 'routegroups']) server.customKinds.add(kind);
  const kubeconfig = {
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster: { server: server.url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'a', user: { token: 'secret-token' } }],
  };
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
});
afterEach(() => server.stop());

async function plan(
  workingDirectory: string,
  args: readonly string[],
): Promise<readonly [exitCode: number, output: string, errors: string]> {
  let [output, errors] = ['', ''];
  const exitCode = await runCli(['plan', ...args], {
    stdin: Readable.from([]),
    stdout: { write: (text) => (output += text) },
    stderr: { write: (text) => (errors += text) },
    environment: { KUBECONFIG: join(folder, 'kubeconfig') },
    workingDirectory,
  });
  return [exitCode, output, errors];
}

function fill(objects: readonly LiveObject[]): void {
  for (const { apiVersion: _apiVersion, kind, ...object } of objects) {
    const { apiVersion, plural } = observedResource(kind as WatchedKind);
    server.store.put(`${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion} ${plural}`, object);
  }
}

test('there are cases', () => expect(cases.length).toBeGreaterThan(10));

describe.each(cases)('$name', ({ name, objects, args }) => {
  test('is planned over a cluster as over its dump', async () => {
    fill(objects);
    const [expected] = readdirSync(join(FIXTURES, name)).filter((file) => file.startsWith('expected.'));
    const [, output, errors] = await plan(join(FIXTURES, name), args);
    expect(errors).toContain(`the cluster is ${server.url}\n`);
    expect(output).toBe(expected === undefined ? '' : readFileSync(join(FIXTURES, name, expected), 'utf8'));
  });
});

describe('a cluster', () => {
  const packages = join(FIXTURES, 'a-switch-is-held-back-and-says-why');

  test('without CRDs and StackSets is told', async () => {
    server.customKinds.clear();
    const [exitCode, , errors] = await plan(folder, []);
    expect([exitCode, errors]).toEqual([0, expect.stringContaining('there is no StackSet in the cluster, which holds nothing')]);
  });

  test('that shows fewer stacks than are counted changed while it was read', async () => {
    fill(readDump(readFileSync(join(FIXTURES, INCOMPLETE, 'live.yaml'), 'utf8'), 'live.yaml').objects);
    const [exitCode, output] = await plan(folder, []);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('its status counts 2 stacks, and the cluster has 1;')]);
    expect(output).toContain('Plan again.');
  });

  test('of which a person may read only some namespaces is read there', async () => {
    server.forbiddenEverywhere = true;
    const asked = (): readonly string[] => server.requests.filter((request) => request.includes('/namespaces/'));
    expect(await plan(folder, [])).toMatchObject([1, '', expect.stringContaining('is forbidden')]);
    expect(asked()).toEqual([]);
    expect(await plan(folder, ['-n', 'shop'])).toMatchObject([0, expect.anything(), expect.not.stringContaining('forbidden')]);
    expect(asked()).toContain('GET /apis/apps/v1/namespaces/shop/deployments');
  });

  test('that does not answer, or whose kubeconfig is wrong, is an error without secrets', async () => {
    await server.stop();
    const [exitCode, output, errors] = await plan(packages, []);
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toMatch(/^error: the API server does not answer: connect ECONNREFUSED/);
    expect(await plan(packages, ['--context', 'b'])).toEqual([1, '', 'error: the kubeconfig has no context "b"; it has a\n']);
    expect(errors).not.toContain('secret-token');
    await server.listen();
  });

  test('is not read where a dump is named', async () => {
    expect(await plan(packages, ['--live', 'live.yaml', '--context', 'a'])).toMatchObject([
      2,
      '',
      expect.stringContaining('cannot be used with'),
    ]);
  });
});
