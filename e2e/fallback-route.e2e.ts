import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { applyFolder } from './cluster/apply-set.ts';
import { askOnce, Load } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const test = useCluster();

/** 4,800 requests: chance alone moves a share by 3 points (4 sigma) in one of 30,000 measurements. */
const RATE = 800;
const SECONDS = 6;
const POINTS = 3;

type Kind = 'Ingress' | 'RouteGroup';

const routes = (kind: Kind, host: string): string =>
  kind === 'Ingress'
    ? `ingress: {hosts: [${host}], backendPort: 80}`
    : `routegroup: {hosts: [${host}], backendPort: 80, routes: [{pathSubtree: /}]}`;

const stackSet = (kind: Kind, host: string, version: string): string => `apiVersion: zalando.org/v1
kind: StackSet
metadata: {name: shop}
spec:
  ${routes(kind, host)}
  stackLifecycle: {}
  stackTemplate:
    spec:
      version: ${version}
      replicas: 2
      service: {ports: [{port: 80, targetPort: 8080}]}
      podTemplate:
        spec:
          containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]
`;

const STATE = `apiVersion: stackset-gitops.dev/v1alpha1
kind: StackSetState
metadata: {name: shop}
spec:
  observedStackVersion: v2
  stacks:
  - {name: shop-v1, weight: 60}
  - {name: shop-v2, weight: 40}
`;

const config = (gapFallback: boolean): string => `apiVersion: stackset-gitops.dev/v1alpha1
kind: RenderConfig
metadata: {name: shop}
spec: {gapFallback: ${gapFallback}}
`;

/** A rendered package of two stacks, v1 with 60 % and v2 with 40 %; gives the folder to apply. */
async function renderShop(kind: Kind, host: string, gapFallback: boolean): Promise<string> {
  const folder = await temporaryFolder();
  const render = async (): Promise<void> => expect(await run(STACKSET, ['render'], { cwd: folder })).toMatchObject({ exitCode: 0 });
  await writeFile(join(folder, 'render-config.yaml'), config(gapFallback));
  for (const version of ['v1', 'v2']) {
    await mkdir(join(folder, 'stacks'), { recursive: true });
    await writeFile(join(folder, 'stackset.yaml'), stackSet(kind, host, version));
    await render();
  }
  await writeFile(join(folder, 'stacks/shop.state.yaml'), STATE);
  await render();
  return join(folder, 'stacks');
}

interface Shop {
  /** Changes the live route of one stack. */
  readonly setSegment: (version: 'v1' | 'v2', from: string, to: string) => Promise<void>;
  readonly measure: () => Promise<Load>;
}

/** The StackSet in a cluster, with Skipper in front of it. */
async function deployShop(kind: Kind, gapFallback: boolean): Promise<Shop> {
  const namespace = await test.namespace();
  const host = `shop.${namespace}.example.org`;
  await applyFolder(test.cluster, namespace, await renderShop(kind, host, gapFallback));
  await test.cluster.kubectl(['rollout', 'status', 'deployment', '--namespace', namespace, '--timeout=60s']);
  const target = { url: test.skipper.url, host };
  await vi.waitFor(async () => expect(await askOnce(target)).toMatchObject({ status: 200 }), { timeout: 10_000, interval: 100 });
  return {
    setSegment: async (version, from, to) => {
      const predicates = [`TrafficSegment(${from}, ${to})`, ...(gapFallback ? ['Weight(1)'] : [])];
      const ingress = [{ op: 'replace', path: '/metadata/annotations/zalando.org~1skipper-predicate', value: predicates.join(' && ') }];
      const routeGroup = [{ op: 'replace', path: '/spec/routes/0/predicates', value: predicates }];
      const patch = JSON.stringify(kind === 'Ingress' ? ingress : routeGroup);
      const name = `shop-${version}-traffic-segment`;
      await test.cluster.kubectl(['patch', kind, name, '--type=json', '--patch', patch, '--namespace', namespace]);
    },
    measure: async () => {
      // Skipper reads the cluster every 0.5 s.
      await sleep(2_000);
      const load = new Load({ ...target, rate: RATE });
      await sleep(SECONDS * 1_000);
      await load.stop();
      return load;
    },
  };
}

const percent = (load: Load, status: number): number => (100 * (load.statuses()[status] ?? 0)) / load.answers.length;

function expectShares(load: Load, v1: number, v2: number): void {
  const shares = load.shares();
  expect(Math.abs((shares['shop-v1'] ?? 0) - v1), `v1 has ${shares['shop-v1']} %, wants ${v1} %`).toBeLessThan(POINTS);
  expect(Math.abs((shares['shop-v2'] ?? 0) - v2), `v2 has ${shares['shop-v2']} %, wants ${v2} %`).toBeLessThan(POINTS);
}

describe('with the fallback route', () => {
  it.for(['Ingress', 'RouteGroup'] as const)(
    '%s: stacks get their shares; neither a gap between segments nor an overlap loses a request',
    async (kind) => {
      const { setSegment, measure } = await deployShop(kind, true);
      const whole = await measure();
      expect(whole.statuses()).toEqual({ 200: whole.answers.length });
      expectShares(whole, 60, 40);

      await setSegment('v1', '0.00', '0.50');
      const gap = await measure();
      expect(gap.statuses()).toEqual({ 200: gap.answers.length });
      expectShares(gap, 60, 40);

      await setSegment('v2', '0.40', '1.00');
      const overlap = await measure();
      expect(overlap.statuses()).toEqual({ 200: overlap.answers.length });
    },
  );
});

describe('without the fallback route', () => {
  it('stacks get their shares, and a gap answers 404 to as many requests as it is wide', async () => {
    const { setSegment, measure } = await deployShop('Ingress', false);
    const whole = await measure();
    expect(whole.statuses()).toEqual({ 200: whole.answers.length });
    expectShares(whole, 60, 40);

    await setSegment('v1', '0.00', '0.50');
    const gap = await measure();
    expect(Math.abs(percent(gap, 404) - 10), `${percent(gap, 404)} % got 404`).toBeLessThan(POINTS);
    expect(percent(gap, 200) + percent(gap, 404)).toBe(100);
  });
});
