import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { orchestrate } from './fixtures/orchestrate.ts';
import { runHowto, shownFiles } from './fixtures/run-howto.ts';
import { readTree } from './fixtures/tree.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { copyOf, temporaryFolder } from './harness/temporary-folder.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/helm', import.meta.url));
const POST_RENDERER = ['--post-renderer', 'stackset', '--post-renderer-args', 'render', '--post-renderer-args', '-'];

const helm = (cwd: string, ...args: readonly string[]) => orchestrate('helm', args, cwd);
const template = (cwd: string, ...args: readonly string[]) => helm(cwd, 'template', 'shop', 'shop', ...POST_RENDERER, ...args);

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const objects = (text: string): readonly Rendered[] => parseYaml(text).documents.map(({ value }) => value as Rendered);
const names = (text: string): readonly string[] =>
  objects(text)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();

const V1 = ['Deployment shop-v1', 'Ingress shop-v1', 'Ingress shop-v1-traffic-segment', 'Service shop-v1'];
const V2 = V1.map((name) => name.replace('v1', 'v2'));
const SHARED = ['Ingress shop-traffic-fallback', 'ServiceAccount shop'];

async function edit(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replaceAll(from, to));
}

/** Renders the chart's StackSet as a package, and puts what was generated for a stack into the chart. */
async function keepStack(folder: string, stack: string): Promise<void> {
  const { stdout } = await helm(folder, 'template', 'shop', 'shop', '--show-only', 'templates/stackset.yaml');
  await mkdir(join(folder, 'package'));
  await writeFile(join(folder, 'package/stackset.yaml'), stdout);
  expect(await run(STACKSET, ['render', 'package'], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: '' });
  await mkdir(join(folder, 'shop/stacks'), { recursive: true });
  await writeFile(join(folder, `shop/stacks/${stack}.yaml`), await readFile(join(folder, `package/stacks/${stack}.yaml`), 'utf8'));
  await rm(join(folder, 'package'), { recursive: true });
}

describe('helm template', () => {
  it('gives the children of the StackSet in its place, and everything else as it is', async () => {
    const { exitCode, stdout, stderr } = await template(EXAMPLE);
    expect({ exitCode, stderr, names: names(stdout) }).toEqual({ exitCode: 0, stderr: '', names: [...V1, ...SHARED].sort() });
    expect(stdout).toContain('# Source: shop/templates/service-account.yaml\napiVersion: v1\nkind: ServiceAccount\n');
    expect(objects(stdout).find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({
      replicas: 3,
      template: { spec: { serviceAccountName: 'shop', containers: [{ image: 'registry.example.org/shop:v1' }] } },
    });
  });

  it('takes values', async () => {
    const { stdout } = await template(EXAMPLE, '--set', 'version=v2,replicas=7');
    expect(names(stdout)).toEqual([...V2, ...SHARED].sort());
    expect(stdout).toContain('replicas: 7');
  });

  it('gives what stackset render gives of the templated StackSet', async () => {
    const folder = await copyOf(EXAMPLE);
    await keepStack(folder, 'shop-v1');
    const kept = objects(await readFile(join(folder, 'shop/stacks/shop-v1.yaml'), 'utf8'));
    const posted = objects((await template(EXAMPLE)).stdout);
    const ofStack = (all: readonly Rendered[]) => all.filter(({ kind }) => kind === 'Deployment' || kind === 'Service');
    expect(ofStack(posted)).toHaveLength(2);
    expect(ofStack(posted)).toEqual(ofStack(kept));
  });

  it('takes the RenderConfig of a file, in place of the chart’s', async () => {
    const folder = await copyOf(EXAMPLE);
    await writeFile(
      join(folder, 'config.yaml'),
      'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nspec: {gapFallback: false}\n',
    );
    const { exitCode, stdout } = await template(folder, '--post-renderer-args=--config', '--post-renderer-args=config.yaml');
    expect({ exitCode, names: names(stdout) }).toEqual({
      exitCode: 0,
      names: ['Deployment shop-v1', 'Ingress shop-v1-traffic-segment', 'Service shop-v1', 'ServiceAccount shop'],
    });
  });

  it('keeps the stacks whose files lie in the chart, with their weights', async () => {
    const folder = await copyOf(EXAMPLE);
    await keepStack(folder, 'shop-v1');
    const { exitCode, stdout, stderr } = await template(folder, '--set', 'version=v2,traffic.v1=75,traffic.v2=25');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const segments = objects(stdout).flatMap(({ metadata }) => metadata.annotations?.['zalando.org/skipper-predicate'] ?? []);
    expect(segments.toSorted()).toEqual(['TrafficSegment(0.00, 0.75) && Weight(1)', 'TrafficSegment(0.75, 1.00) && Weight(1)']);
    expect(names(stdout)).toEqual(expect.arrayContaining(['Deployment shop-v1', 'Deployment shop-v2']));
  });

  it('fails on an error of the StackSet, and shows it', async () => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'shop/templates/stackset.yaml', 'replicas:', 'replcias:');
    const { exitCode, stdout, stderr } = await template(folder);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringContaining('Did you mean `replicas`?') });
  });

  it('passes Helm’s own checks', async () => {
    const { exitCode, stdout } = await helm(EXAMPLE, 'lint', '--strict', 'shop');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('0 chart(s) failed') });
  });
});

describe('the plugin for Helm 4', async () => {
  const manifest = parseYaml(await readFile(join(EXAMPLE, 'plugin/plugin.yaml'), 'utf8')).documents[0]?.value;

  it('is a post-renderer that runs a program', () => {
    expect(manifest).toMatchObject({ apiVersion: 'v1', type: 'postrenderer/v1', name: 'stackset', runtime: 'subprocess' });
  });

  it('gives what the program gives to Helm 3, and keeps the names of files that Helm 4 writes on objects', async () => {
    const file = 'postrenderer.helm.sh/postrender-filename';
    const { stdout: plain } = await helm(EXAMPLE, 'template', 'shop', 'shop');
    const input = objects(plain).map((object) =>
      JSON.stringify({ ...object, metadata: { ...object.metadata, annotations: { [file]: `shop/templates/${object.kind}.yaml` } } }),
    );
    const { runtimeConfig } = manifest as { readonly runtimeConfig: { readonly platformCommand: readonly PlatformCommand[] } };
    const [{ command, args } = { command: '', args: [] }] = runtimeConfig.platformCommand;
    expect(command).toBe('stackset');
    const { exitCode, stdout, stderr } = await run(STACKSET, args, { input: input.join('\n---\n') });
    expect({ exitCode, stderr, names: names(stdout) }).toEqual({ exitCode: 0, stderr: '', names: [...V1, ...SHARED].sort() });
    const named = objects(stdout).filter(({ metadata }) => metadata.annotations?.[file] !== undefined);
    expect(named.map(({ kind }) => kind)).toEqual(['ServiceAccount']);
  });
});

interface PlatformCommand {
  readonly command: string;
  readonly args: readonly string[];
}

describe('a release on a real API server', () => {
  const test = useCluster();

  it('installs the children, upgrades with the old stack beside the new one, and takes all of it away', async () => {
    const namespace = await test.namespace();
    const folder = await copyOf(EXAMPLE);
    const release = (...args: readonly string[]) =>
      helm(folder, ...args, '--namespace', namespace, '--kubeconfig', test.cluster.kubeconfig);
    const live = async (): Promise<readonly string[]> => {
      const kinds = 'deployments,services,ingresses,serviceaccounts';
      const { stdout } = await test.cluster.tryKubectl(['get', kinds, '--namespace', namespace, '-o', 'json']);
      const { items } = JSON.parse(stdout) as { readonly items: readonly Rendered[] };
      return items.map(({ kind, metadata }) => `${kind} ${metadata.name}`).filter((name) => name !== 'ServiceAccount default');
    };
    expect(await release('install', 'shop', 'shop', ...POST_RENDERER)).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await live()).toSorted()).toEqual([...V1, ...SHARED].sort());
    await keepStack(folder, 'shop-v1');
    const values = ['--set', 'version=v2,traffic.v1=75,traffic.v2=25'];
    expect(await release('upgrade', 'shop', 'shop', ...POST_RENDERER, ...values)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await live()).toEqual(expect.arrayContaining(['Deployment shop-v1', 'Deployment shop-v2']));
    expect(await release('uninstall', 'shop', '--wait')).toMatchObject({ exitCode: 0 });
    expect(await live()).toEqual([]);
  });
});

describe('docs/howto/helm.md', () => {
  it('shows what is really printed', async () => {
    const home = await temporaryFolder();
    Object.assign(process.env, { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home });
    const runs = await runHowto('helm.md', 'helm', 'helm', 'charts');
    expect(runs.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(runs.length).toBeGreaterThan(2);
  });

  it('shows the files of examples/helm', async () => {
    const shown = await shownFiles('helm.md');
    const tree = await readTree(EXAMPLE);
    expect(shown.length).toBeGreaterThan(0);
    for (const [path, content] of shown) expect(tree[path.replace('charts/', '')]).toBe(content);
  });
});
