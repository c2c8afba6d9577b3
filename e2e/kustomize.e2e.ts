import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { orchestrate } from './fixtures/orchestrate.ts';
import { runHowto, shownFiles } from './fixtures/run-howto.ts';
import { readTree } from './fixtures/tree.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { copyOf, temporaryFolder } from './harness/temporary-folder.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/kustomize', import.meta.url));

const build = (cwd: string, folder: string) => orchestrate('kustomize', ['build', '--enable-alpha-plugins', '--enable-exec', folder], cwd);

interface Built {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const objects = (text: string): readonly Built[] => parseYaml(text).documents.map(({ value }) => value as Built);
const names = (text: string): readonly string[] =>
  objects(text)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();

const V1 = ['Deployment shop-v1', 'Ingress shop-traffic-fallback', 'Ingress shop-v1', 'Ingress shop-v1-traffic-segment', 'Service shop-v1'];

const predicates = (text: string): readonly string[] =>
  objects(text).flatMap(({ metadata }) => metadata.annotations?.['zalando.org/skipper-predicate'] ?? []);

const IMAGES = 'images:\n- name: registry.example.org/shop\n  newTag: 1.2.3\n';

const STATE = `apiVersion: stackset-gitops.dev/v1alpha1
kind: StackSetState
metadata: {name: shop}
spec:
  observedStackVersion: v2
  stacks:
  - {name: shop-v1, weight: 60}
  - {name: shop-v2, weight: 40}
`;

async function edit(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replaceAll(from, to));
}

describe('kustomize build', () => {
  it('renders the StackSet as the overlay has patched it, and leaves it out itself', async () => {
    const { exitCode, stdout, stderr } = await build(EXAMPLE, 'production');
    expect({ exitCode, stderr, names: names(stdout) }).toEqual({ exitCode: 0, stderr: '', names: V1 });
    const deployment = objects(stdout).find(({ kind }) => kind === 'Deployment');
    expect(deployment?.spec).toMatchObject({
      replicas: 5,
      template: { spec: { containers: [{ image: 'registry.example.org/shop:1.2.3' }] } },
    });
    expect(objects(stdout).every(({ metadata }) => metadata.namespace === 'shop')).toBe(true);
    expect(stdout).toContain('host: shop.example.com');
    expect(stdout).toContain('host: shop-v1.example.com');
    expect(stdout).not.toMatch(/config\.k8s\.io|internal\.config\.kubernetes\.io/);
  });

  it('has StackSet and Stack too with applyStacks', async () => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'production/render.yaml', 'spec:\n', 'spec:\n  applyStacks: true\n');
    expect(names((await build(folder, 'production')).stdout)).toEqual([...V1, 'Stack shop-v1', 'StackSet shop'].sort());
  });

  it('gives the same where the transformer is listed twice', async () => {
    const folder = await copyOf(EXAMPLE);
    const { stdout } = await build(folder, 'production');
    await cp(join(folder, 'production/render.yaml'), join(folder, 'production/again.yaml'));
    await edit(folder, 'production/again.yaml', 'name: render', 'name: again');
    await edit(folder, 'production/kustomization.yaml', '- render.yaml\n', '- render.yaml\n- again.yaml\n');
    expect(await build(folder, 'production')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('runs as a generator, with the StackSet as its configuration', async () => {
    const { exitCode, stdout } = await build(EXAMPLE, 'generator');
    expect({ exitCode, names: names(stdout) }).toEqual({ exitCode: 0, names: ['Deployment shop-v1', 'Service shop-v1'] });
  });

  it('gives nothing as a generator of nothing', async () => {
    const folder = await copyOf(EXAMPLE);
    await writeFile(join(folder, 'production/kustomization.yaml'), 'generators: [render.yaml]\n');
    expect(await build(folder, 'production')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('keeps the versions that are in Git, beside the new one', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await edit(folder, 'base/kustomization.yaml', '- stackset.yaml\n', '- stackset.yaml\n- stacks\n');
    await edit(folder, 'base/stackset.yaml', 'version: v1', 'version: v2');
    await edit(folder, 'production/kustomization.yaml', IMAGES, '');
    const { exitCode, stdout } = await build(folder, 'production');
    const v2 = V1.filter((name) => name.includes('v1')).map((name) => name.replace('v1', 'v2'));
    // The first version has frozen its host, which is none of production's cluster domains.
    const v1 = V1.filter((name) => name !== 'Ingress shop-v1');
    expect({ exitCode, names: names(stdout) }).toEqual({ exitCode: 0, names: [...v1, ...v2].sort() });
    expect(predicates(stdout)).toEqual(['TrafficSegment(0.00, 1.00) && Weight(1)', 'TrafficSegment(0.00, 0.00) && Weight(1)']);
  });

  it('takes the weights of the state, where it is a resource too', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await edit(folder, 'base/stackset.yaml', 'version: v1', 'version: v2');
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await writeFile(join(folder, 'base/stacks/shop.state.yaml'), STATE);
    await writeFile(join(folder, 'base/kustomization.yaml'), 'resources: [stackset.yaml, stacks, stacks/shop.state.yaml]\n');
    await edit(folder, 'production/kustomization.yaml', IMAGES, '');
    const { stdout } = await build(folder, 'production');
    expect(predicates(stdout)).toEqual(['TrafficSegment(0.00, 0.60) && Weight(1)', 'TrafficSegment(0.60, 1.00) && Weight(1)']);
    expect(names(stdout).filter((name) => name.startsWith('StackSet'))).toEqual([]);
  });

  it.for([
    ['the StackSet', 'base/stackset.yaml', 'replicas: 1', 'replicas: 1\n      minReadySecs: 3', 'Did you mean `minReadySeconds`?'],
    ['the settings', 'production/render.yaml', 'clusterDomains', 'clusterDomain', 'Did you mean `clusterDomains`?'],
  ] as const)('fails on an error in %s, and shows it', async ([, file, from, to, message]) => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, file, from, to);
    expect(await build(folder, 'production')).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('fails where an overlay changes a Stack that is frozen', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await edit(folder, 'base/kustomization.yaml', '- stackset.yaml\n', '- stackset.yaml\n- stacks\n');
    expect(await build(folder, 'production')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('the Stack was edited') });
  });

  it('applies what stackset render wrote, without any function', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    const { exitCode, stdout } = await orchestrate('kustomize', ['build', 'base/stacks'], folder);
    expect({ exitCode, names: names(stdout) }).toEqual({ exitCode: 0, names: V1.filter((name) => name !== 'Ingress shop-v1') });
  });
});

describe('kustomize fn run', () => {
  it('writes byte for byte what stackset render writes, and nothing the second time', async () => {
    const folder = await temporaryFolder();
    await cp(join(EXAMPLE, 'base/stackset.yaml'), join(folder, 'stackset.yaml'));
    await cp(join(EXAMPLE, 'production/render.yaml'), join(folder, 'render.yaml'));
    const fnRun = () => orchestrate('kustomize', ['fn', 'run', '.', '--enable-exec'], folder);
    expect(await fnRun()).toMatchObject({ exitCode: 0, stderr: '' });
    const tree = await readTree(folder);
    expect(await fnRun()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await readTree(folder)).toEqual(tree);
    await rm(join(folder, 'stacks'), { recursive: true });
    expect(await run(STACKSET, ['render'], { cwd: folder })).toMatchObject({ exitCode: 0 });
    expect(await readTree(folder)).toEqual(tree);
  });
});

describe('docs/howto/kustomize.md', () => {
  it('shows what is really printed', async () => {
    const runs = await runHowto('kustomize.md', 'kustomize', 'kustomize', 'shop');
    expect(runs.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(runs.length).toBeGreaterThan(2);
  });

  it('shows the files of examples/kustomize', async () => {
    const shown = await shownFiles('kustomize.md');
    const tree = await readTree(EXAMPLE);
    expect(shown.length).toBeGreaterThan(0);
    for (const [path, content] of shown) expect(tree[path.replace('shop/', '')]).toBe(content);
  });
});
