import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { orchestrate } from './fixtures/orchestrate.ts';
import { runHowto, shownFiles } from './fixtures/run-howto.ts';
import { readTree } from './fixtures/tree.ts';
import { RENDER_FUNCTION, STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { copyOf, temporaryFolder } from './harness/temporary-folder.ts';
import { tool } from './harness/tool.ts';

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
    const { exitCode, stdout, stderr } = await build(EXAMPLE, 'transformer');
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
    await edit(folder, 'transformer/render.yaml', 'spec:\n', 'spec:\n  applyStacks: true\n');
    expect(names((await build(folder, 'transformer')).stdout)).toEqual([...V1, 'Stack shop-v1', 'StackSet shop'].sort());
  });

  it('gives the same where the transformer is listed twice', async () => {
    const folder = await copyOf(EXAMPLE);
    const { stdout } = await build(folder, 'transformer');
    await cp(join(folder, 'transformer/render.yaml'), join(folder, 'transformer/again.yaml'));
    await edit(folder, 'transformer/again.yaml', 'name: render', 'name: again');
    await edit(folder, 'transformer/kustomization.yaml', '- render.yaml\n', '- render.yaml\n- again.yaml\n');
    expect(await build(folder, 'transformer')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('runs as a generator, with the StackSet as its configuration', async () => {
    const { exitCode, stdout } = await build(EXAMPLE, 'generator');
    expect({ exitCode, names: names(stdout) }).toEqual({ exitCode: 0, names: ['Deployment shop-v1', 'Service shop-v1'] });
  });

  it('gives nothing as a generator of nothing', async () => {
    const folder = await copyOf(EXAMPLE);
    await writeFile(join(folder, 'transformer/kustomization.yaml'), 'generators: [render.yaml]\n');
    expect(await build(folder, 'transformer')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('keeps the versions that are in Git, beside the new one', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await edit(folder, 'base/kustomization.yaml', '- stackset.yaml\n', '- stackset.yaml\n- stacks\n');
    await edit(folder, 'base/stackset.yaml', 'version: v1', 'version: v2');
    await edit(folder, 'transformer/kustomization.yaml', IMAGES, '');
    const { exitCode, stdout } = await build(folder, 'transformer');
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
    await edit(folder, 'transformer/kustomization.yaml', IMAGES, '');
    const { stdout } = await build(folder, 'transformer');
    expect(predicates(stdout)).toEqual(['TrafficSegment(0.00, 0.60) && Weight(1)', 'TrafficSegment(0.60, 1.00) && Weight(1)']);
    expect(names(stdout).filter((name) => name.startsWith('StackSet'))).toEqual([]);
  });

  it.for([
    ['the StackSet', 'base/stackset.yaml', 'replicas: 1', 'replicas: 1\n      minReadySecs: 3', 'Did you mean `minReadySeconds`?'],
    ['the settings', 'transformer/render.yaml', 'clusterDomains', 'clusterDomain', 'Did you mean `clusterDomains`?'],
  ] as const)('fails on an error in %s, and shows it', async ([, file, from, to, message]) => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, file, from, to);
    expect(await build(folder, 'transformer')).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('fails where an overlay changes a Stack that is frozen', async () => {
    const folder = await copyOf(EXAMPLE);
    await run(STACKSET, ['render', 'base'], { cwd: folder });
    await edit(folder, 'base/kustomization.yaml', '- stackset.yaml\n', '- stackset.yaml\n- stacks\n');
    expect(await build(folder, 'transformer')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('the Stack was edited') });
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
    await cp(join(EXAMPLE, 'transformer/render.yaml'), join(folder, 'render.yaml'));
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

/** The command line with nothing on its PATH but what lies beside kustomize, or in a folder. */
const stackset = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, [STACKSET, ...args], { cwd, env: { PATH: dirname(tool('kustomize')), ...env } });

describe('stackset render of what kustomize builds', () => {
  const render = (cwd: string, ...args: readonly string[]) => stackset(cwd, ['render', ...args]);

  it('renders each overlay, leaves the base alone, and finds nothing to do a second time', async () => {
    const folder = await copyOf(EXAMPLE);
    expect(await render(folder, 'production', 'staging')).toMatchObject({ exitCode: 0, stderr: '' });
    const tree = await readTree(folder);
    expect(Object.keys(tree).filter((path) => path.includes('/stacks/'))).toEqual([
      'production/stacks/kustomization.yaml',
      'production/stacks/shop-v1.yaml',
      'production/stacks/shop.resolved.yaml',
      'production/stacks/shop.routes.yaml',
      'staging/stacks/kustomization.yaml',
      'staging/stacks/shop-v7.yaml',
      'staging/stacks/shop.resolved.yaml',
      'staging/stacks/shop.routes.yaml',
    ]);
    expect(await render(folder)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await readTree(folder)).toEqual(tree);
    expect(await render(folder, '--check')).toMatchObject({ exitCode: 0, stdout: '2 StackSets up to date\n' });
  });

  it('has what the overlay says: image, hosts, replicas, namespace and configuration', async () => {
    const folder = await copyOf(EXAMPLE);
    await render(folder);
    const { exitCode, stdout } = await orchestrate('kustomize', ['build', 'production/stacks'], folder);
    expect({ exitCode, names: names(stdout) }).toEqual({ exitCode: 0, names: ['ConfigMap shop-v1-settings', ...V1].sort() });
    expect(objects(stdout).find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({
      replicas: 5,
      template: { spec: { containers: [{ image: 'registry.example.org/shop:1.2.3' }] } },
    });
    expect(objects(stdout).every(({ metadata }) => metadata.namespace === 'shop')).toBe(true);
    expect(stdout).toContain('host: shop-v1.example.com');
    expect(stdout).toContain('greeting: hello');
  });

  it('gives the objects that the transformer gives', async () => {
    const folder = await copyOf(EXAMPLE);
    const pipeline = (await build(folder, 'transformer')).stdout;
    for (const line of ['settings.yaml', 'op: add', 'path: /spec/stackTemplate/spec/configurationResources', 'value: [{configMapRef']) {
      const text = await readFile(join(folder, 'production/kustomization.yaml'), 'utf8');
      await writeFile(join(folder, 'production/kustomization.yaml'), text.replace(new RegExp(`.*${line.replaceAll('[', '\\[')}.*\n`), ''));
    }
    await render(folder);
    const rendered = (await orchestrate('kustomize', ['build', 'production/stacks'], folder)).stdout;
    expect(objects(rendered)).toEqual(objects(pipeline));
  });

  it('is the same with kubectl, where there is no kustomize', async () => {
    const [folder, other, bin] = [await copyOf(EXAMPLE), await copyOf(EXAMPLE), await temporaryFolder()];
    await render(folder);
    await symlink(tool('kubectl'), join(bin, 'kubectl'));
    expect(await stackset(other, ['render'], { PATH: bin })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await readTree(other)).toEqual(await readTree(folder));
  });

  it('says what to do where there is neither', async () => {
    const cwd = await copyOf(EXAMPLE);
    expect(await stackset(cwd, ['render'], { PATH: await temporaryFolder() })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('neither kustomize nor kubectl is on the PATH'),
    });
  });

  it('shows in CI that the base was changed and nobody rendered; a frozen stack stays as it was', async () => {
    const folder = await copyOf(EXAMPLE);
    await render(folder);
    const before = await readTree(folder);
    await edit(folder, 'base/stackset.yaml', 'version: v1', 'version: v2');
    await edit(folder, 'production/kustomization.yaml', 'shop-v1-settings', 'shop-v2-settings');
    await edit(folder, 'production/settings.yaml', 'shop-v1-settings', 'shop-v2-settings');
    expect(await render(folder, '--check')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('+++ b/production/stacks/shop-v2.yaml'),
    });
    expect(await render(folder)).toMatchObject({ exitCode: 0, stderr: '' });
    const after = await readTree(folder);
    expect(Object.keys(after)).toContain('production/stacks/shop-v2.yaml');
    expect(objects(after['production/stacks/shop-v1.yaml'] ?? '')[0]?.spec).toEqual(
      objects(before['production/stacks/shop-v1.yaml'] ?? '')[0]?.spec,
    );
    expect(after['production/stacks/shop-v1.yaml']).toContain('name: shop-v1-settings');
  });

  it.for([
    ['a base of a Git server', '- ../base', '- https://github.com/example/shop//base?ref=v1', 'KustomizeRemote'],
    ['a base by SSH', '- ../base', '- ssh://git@example.org/shop', 'KustomizeRemote'],
    ['a file of a web server', '- settings.yaml', '- https://example.org/settings.yaml', 'KustomizeRemote'],
    ['a patch of a web server', 'patches:', 'patches:\n- path: https://example.org/patch.yaml', 'KustomizeRemote'],
    ['a chart', 'images:', 'helmCharts: [{name: a, repo: https://example.org}]\nimages:', 'KustomizeFailed'],
    ['a program', 'images:', 'transformers: [../transformer/render.yaml]\nimages:', 'KustomizeFailed'],
    ['a file outside of it', 'images:', 'configMapGenerator: [{name: a, files: [/etc/hostname]}]\nimages:', 'KustomizeFailed'],
    ['a resource that is not there', '- settings.yaml', '- missing.yaml', 'KustomizeFailed'],
    ['no StackSet', '- ../base', '', 'StackSetNotBuilt'],
  ] as const)('refuses %s', async ([, from, to, reason]) => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'production/kustomization.yaml', from, to);
    if (reason === 'StackSetNotBuilt') await edit(folder, 'production/kustomization.yaml', 'patches:', 'components: []\npatches:');
    const { exitCode, stdout } = await stackset(folder, ['validate', '-o', 'json', 'production']);
    const { problems } = JSON.parse(stdout) as { readonly problems: readonly Readonly<Record<string, unknown>>[] };
    expect({ exitCode, problems }).toEqual({
      exitCode: 1,
      problems: [expect.objectContaining({ reason, file: 'production/kustomization.yaml' })],
    });
    expect(Object.keys(await readTree(folder)).filter((path) => path.includes('/stacks/'))).toEqual([]);
  });

  it('fails no worse than kustomize on names that no file has', async () => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'production/kustomization.yaml', '- settings.yaml', `- settings.yaml/x\n- "a\\0b"\n- ${'long'.repeat(100)}`);
    expect(await render(folder)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('kustomize cannot build it') });
  });

  it('refuses its own generated files as input', async () => {
    const folder = await copyOf(EXAMPLE);
    await render(folder);
    await edit(folder, 'production/kustomization.yaml', '- settings.yaml', '- stacks');
    expect(await render(folder)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('which was generated') });
  });

  it('gives a ConfigMap nothing of the environment', async () => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'production/kustomization.yaml', '- settings.yaml\n', '');
    await edit(
      folder,
      'production/kustomization.yaml',
      'images:',
      'generatorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: shop-v1-settings, envs: [names.env]}]\nimages:',
    );
    await writeFile(join(folder, 'production/names.env'), 'HOME\nSECRET\n');
    expect(await stackset(folder, ['render', 'production'], { SECRET: 'do not tell' })).toMatchObject({ exitCode: 0 });
    const stack = (await readTree(folder))['production/stacks/shop-v1.yaml'];
    expect(stack).toContain('SECRET: ""');
    expect(stack).not.toContain('do not tell');
  });

  it('is what kpt renders from, too', async () => {
    const folder = await copyOf(EXAMPLE);
    await render(folder);
    // It would run nothing of the package's, and reads no kustomization without apiVersion and kind.
    for (const name of ['generator', 'transformer']) await rm(join(folder, name), { recursive: true });
    const before = await readTree(folder);
    expect(await orchestrate('kpt', ['fn', 'eval', '--exec', RENDER_FUNCTION], folder)).toMatchObject({ exitCode: 0 });
    const generated = ([path]: readonly [string, string]): boolean => path.includes('/stacks/');
    expect(Object.entries(await readTree(folder)).filter(generated)).toEqual(Object.entries(before).filter(generated));
  });
});

describe('an overlay on stacks/', () => {
  /** What the sync controller would see in a cluster to which the overlay was applied and where all pods got ready. */
  async function planOver(overlay: string, namespace = 'namespace: shop\n'): Promise<Readonly<Record<string, unknown>>> {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'production/kustomization.yaml', 'namespace: shop\n', namespace);
    await stackset(folder, ['render', 'production']);
    await mkdir(join(folder, 'live'));
    await writeFile(join(folder, 'live/kustomization.yaml'), `resources: [../production/stacks]\n${overlay}`);
    const { exitCode, stdout, stderr } = await orchestrate('kustomize', ['build', 'live'], folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const status = { observedGeneration: 1, replicas: 5, readyReplicas: 5, updatedReplicas: 5, availableReplicas: 5 };
    const live = objects(stdout).map((object) =>
      object.kind === 'Deployment' ? { ...object, metadata: { ...object.metadata, generation: 1 }, status } : object,
    );
    await writeFile(join(folder, 'live.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: live }));
    const plan = await stackset(folder, ['plan', 'production', '--live', 'live.json', '-o', 'json']);
    return (
      (JSON.parse(plan.stdout) as { readonly stackSets: readonly { readonly stacks: readonly Readonly<Record<string, unknown>>[] }[] })
        .stackSets[0]?.stacks[0] ?? {}
    );
  }

  it('may set labels and annotations', async () => {
    expect(await planOver('labels: [{pairs: {team: a}}]\ncommonAnnotations: {note: b}\n')).toMatchObject({ name: 'shop-v1', ready: true });
  });

  it('must not set a prefix: nothing is found under the names that Git has', async () => {
    expect(await planOver('namePrefix: eu-\n')).toMatchObject({ name: 'shop-v1', ready: false });
  });

  it('may set the namespace, where the StackSet has none', async () => {
    expect(await planOver('namespace: other\n', '')).toMatchObject({ name: 'shop-v1', ready: true });
  });

  it('must not set another namespace than the StackSet', async () => {
    expect(await planOver('namespace: other\n')).toMatchObject({ name: 'shop-v1', ready: false });
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
