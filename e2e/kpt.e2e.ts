import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
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
import { parseDockerfile } from './image/parse-dockerfile.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/kpt', import.meta.url));
const RENDER_FIXTURES = fileURLToPath(new URL('../fixtures/render', import.meta.url));

const kpt = (cwd: string, ...args: readonly string[]) => orchestrate('kpt', ['fn', ...args], cwd);

async function edit(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replaceAll(from, to));
}

describe('kpt fn render', () => {
  it('writes byte for byte what stackset render writes, and nothing the second time', async () => {
    const [rendered, expected] = [await copyOf(EXAMPLE), await copyOf(EXAMPLE)];
    expect(await kpt(rendered, 'render', '--allow-exec')).toMatchObject({ exitCode: 0 });
    expect(await run(STACKSET, ['render'], { cwd: expected })).toMatchObject({ exitCode: 0 });
    const tree = await readTree(rendered);
    expect(tree).toEqual(await readTree(expected));
    expect(Object.keys(tree)).toContain('stacks/shop-v1.yaml');
    expect(await kpt(rendered, 'render', '--allow-exec')).toMatchObject({ exitCode: 0 });
    expect(await readTree(rendered)).toEqual(tree);
  });

  it('leaves a person’s file as it is, with its comments and its octal mode', async () => {
    const folder = await copyOf(EXAMPLE);
    await kpt(folder, 'render', '--allow-exec');
    const stackSet = await readFile(join(folder, 'stackset.yaml'), 'utf8');
    expect(stackSet).toBe(await readFile(join(EXAMPLE, 'stackset.yaml'), 'utf8'));
    expect(stackSet).toMatch(/^# The shop.*# a new version.*0644/s);
    expect(await readFile(join(folder, 'stacks/shop-v1.yaml'), 'utf8')).toContain('defaultMode: 420\n');
  });

  it('adds a version beside the others, and keeps a person’s file in stacks/', async () => {
    const folder = await copyOf(EXAMPLE);
    await kpt(folder, 'render', '--allow-exec');
    await writeFile(join(folder, 'stacks/notes.yaml'), '# mine\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes # and mine\n');
    const before = await readTree(folder);
    await edit(folder, 'stackset.yaml', 'version: v1', 'version: v2');
    await edit(folder, 'stackset.yaml', 'shop-v1', 'shop-v2');
    expect(await kpt(folder, 'render', '--allow-exec')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('the ConfigMap shop-v2-settings is not in this package'),
    });
    const after = await readTree(folder);
    expect(Object.keys(after)).toEqual([...Object.keys(before), 'stacks/shop-v2.yaml'].sort());
    for (const file of ['stacks/shop-v1.yaml', 'stacks/notes.yaml']) expect(after[file]).toBe(before[file]);
  });

  it('fails on an error, shows it, and changes no file', async () => {
    const folder = await copyOf(EXAMPLE);
    await edit(folder, 'stackset.yaml', 'replicas', 'replcias');
    const before = await readTree(folder);
    const results = await temporaryFolder();
    const { exitCode, stdout, stderr } = await kpt(folder, 'render', '--allow-exec', '--results-dir', results);
    expect({ exitCode, shown: `${stdout}${stderr}` }).toEqual({
      exitCode: 1,
      shown: expect.stringContaining('spec.stackTemplate.spec.replcias: unknown field `replcias`. Did you mean `replicas`?'),
    });
    expect(await readTree(folder)).toEqual(before);
    expect(await readFile(join(results, 'results.yaml'), 'utf8')).toMatch(/severity: error.*path: stackset\.yaml/s);
  });

  it('does not let a stack with weight go with its StackSet', async () => {
    const folder = await copyOf(EXAMPLE);
    await kpt(folder, 'render', '--allow-exec');
    await rm(join(folder, 'stackset.yaml'));
    const before = await readTree(folder);
    expect(await kpt(folder, 'render', '--allow-exec')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('shop-v1 has traffic, and its StackSet is gone'),
    });
    expect(await readTree(folder)).toEqual(before);
  });
});

describe('kpt fn eval', () => {
  it('takes the settings of the package, where it is given none', async () => {
    const [evaluated, expected] = [await copyOf(EXAMPLE), await copyOf(EXAMPLE)];
    expect(await kpt(evaluated, 'eval', '--exec', RENDER_FUNCTION)).toMatchObject({ exitCode: 0 });
    await run(STACKSET, ['render'], { cwd: expected });
    expect(await readTree(evaluated)).toEqual(await readTree(expected));
  });

  it('takes settings as key=value', async () => {
    const folder = await copyOf(EXAMPLE);
    const settings = ['clusterDomains=example.com,example.org', 'output=deploy', 'gapFallback=false'];
    expect(await kpt(folder, 'eval', '--exec', RENDER_FUNCTION, '--', ...settings)).toMatchObject({ exitCode: 0 });
    const tree = await readTree(folder);
    expect(Object.keys(tree).filter((path) => path.includes('/'))).toEqual(['deploy/kustomization.yaml', 'deploy/shop-v1.yaml']);
    expect(tree['deploy/shop-v1.yaml']).toContain('host: shop-v1.example.org');
  });

  it('refuses settings that it does not know', async () => {
    const { exitCode, stderr } = await kpt(await copyOf(EXAMPLE), 'eval', '--exec', RENDER_FUNCTION, '--', 'clusterDomain=example.com');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Did you mean `clusterDomains`?') });
  });

  it('takes a RenderConfig as --fn-config', async () => {
    const folder = await copyOf(EXAMPLE);
    const config = join(await temporaryFolder(), 'config.yaml');
    await writeFile(config, 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: a}\nspec: {output: deploy}\n');
    expect(await kpt(folder, 'eval', '--exec', RENDER_FUNCTION, '--fn-config', config)).toMatchObject({ exitCode: 0 });
    expect(Object.keys(await readTree(folder))).toContain('deploy/shop-v1.yaml');
  });
});

const IMAGE = 'registry.example.org/stackset-gitops:0.1.0';

describe('the function as an image', () => {
  /** The example with the image in place of the program, and kpt with a `docker` that does what the image would, and notes how. */
  async function withImage(): Promise<{ readonly folder: string; readonly kpt: typeof kpt; readonly calls: () => Promise<string> }> {
    const [folder, bin] = [await copyOf(EXAMPLE), await temporaryFolder()];
    await edit(folder, 'Kptfile', 'exec: stackset fn', `image: ${IMAGE}`);
    await writeFile(join(bin, 'docker'), await standInForDocker(join(bin, 'calls')), { mode: 0o755 });
    const env = { PATH: [bin, process.env.PATH].join(delimiter) };
    return {
      folder,
      kpt: (cwd, ...args) => run(tool('kpt'), ['fn', ...args], { cwd, env }),
      calls: () => readFile(join(bin, 'calls'), 'utf8'),
    };
  }

  it('writes byte for byte what stackset render writes, and nothing the second time', async () => {
    const { folder, kpt, calls } = await withImage();
    const expected = await copyOf(EXAMPLE);
    await run(STACKSET, ['render'], { cwd: expected });
    expect(await kpt(folder, 'render')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Successfully executed 1 function(s)'),
    });
    const tree = await readTree(folder);
    expect({ ...tree, Kptfile: '' }).toEqual({ ...(await readTree(expected)), Kptfile: '' });
    expect(await kpt(folder, 'render')).toMatchObject({ exitCode: 0 });
    expect(await readTree(folder)).toEqual(tree);
    const [call, ...others] = (await calls()).trim().split('\n');
    expect(call).toBe(`run --rm -i --network none --user nobody --security-opt=no-new-privileges --pull missing ${IMAGE}`);
    expect(others).toEqual([call]);
  });

  it('is taken by kpt fn eval, with settings', async () => {
    const { folder, kpt } = await withImage();
    expect(await kpt(folder, 'eval', '--image', IMAGE, '--', 'output=deploy')).toMatchObject({ exitCode: 0 });
    expect(Object.keys(await readTree(folder))).toContain('deploy/shop-v1.yaml');
  });

  it('tells by kpt fn doc how it is used', async () => {
    const { folder, kpt } = await withImage();
    const { exitCode, stdout } = await kpt(folder, 'doc', '--image', IMAGE);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/KRM function.*functionConfig \(optional\).*Examples:/s),
    });
  });

  it('fails where its result is an error, and changes no file', async () => {
    const { folder, kpt } = await withImage();
    await edit(folder, 'stackset.yaml', 'replicas', 'replcias');
    const before = await readTree(folder);
    expect(await kpt(folder, 'render')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('unknown field `replcias`') });
    expect(await readTree(folder)).toEqual(before);
  });

  it('needs an engine, and kpt says so', async () => {
    const { folder } = await withImage();
    const { exitCode, stderr } = await run(tool('kpt'), ['fn', 'render'], { cwd: folder, env: { PATH: await temporaryFolder() } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('docker must be running') });
  });
});

/**
 * A program that answers as `docker` does to kpt: `version`, and `run` with the entry point of our Dockerfile, in an empty environment.
 * @param calls a file to which each `run` is noted
 */
async function standInForDocker(calls: string): Promise<string> {
  const stages = parseDockerfile(await readFile(new URL('../Dockerfile', import.meta.url), 'utf8'));
  const text = stages.at(-1)?.instructions.find(({ name }) => name === 'ENTRYPOINT')?.text ?? '[]';
  const places: Readonly<Record<string, string>> = { '/nodejs/bin/node': process.execPath, '/app/stackset.mjs': STACKSET };
  const entrypoint = (JSON.parse(text) as readonly string[]).map((word) => `'${places[word] ?? word}'`);
  return `#!/bin/sh
case "$1" in
version) echo 28.0.0; exit ;;
run) echo "$@" >> '${calls}' ;;
*) exit 125 ;;
esac
while [ "$1" != '${IMAGE}' ]; do shift; done
shift
cd / && exec env -i ${entrypoint.join(' ')} "$@"
`;
}

describe('functions/render/README.md', async () => {
  const readme = await readFile(new URL('../functions/render/README.md', import.meta.url), 'utf8');

  it('has the sections and marks of a catalog’s page', () => {
    expect([...readme.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title)).toEqual([
      'render',
      'Overview',
      'Usage',
      'FunctionConfig',
      'Examples',
    ]);
    expect([...readme.matchAll(/<!--mdtogo:(\w+)-->/g)].map(([, part]) => part)).toEqual(['Short', 'Long', 'Examples']);
  });

  it('shows what is really printed', async () => {
    const runs = await runHowto('../../functions/render/README.md', 'kpt', 'kpt', 'shop');
    expect(runs.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(runs.length).toBeGreaterThan(1);
  });

  it('shows settings and pipelines that kpt takes', async () => {
    const blocks = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    const [renderConfig, configMap, ...kptfiles] = blocks;
    for (const config of [renderConfig, configMap]) {
      const folder = await copyOf(EXAMPLE);
      const file = join(await temporaryFolder(), 'config.yaml');
      await writeFile(file, config ?? '');
      expect(await kpt(folder, 'eval', '--exec', RENDER_FUNCTION, '--fn-config', file)).toMatchObject({ exitCode: 0 });
      expect(Object.values(await readTree(folder)).join('')).toContain('kind: Stack\n');
    }
    expect(kptfiles).toHaveLength(2);
    for (const text of kptfiles) {
      const folder = await copyOf(EXAMPLE);
      await writeFile(join(folder, 'Kptfile'), text);
      const { exitCode, stderr } = await kpt(folder, 'render', '--allow-exec');
      if (text.includes('exec:')) expect(exitCode).toBe(0);
      else expect(stderr).toMatch(/docker must be running|stackset-gitops:0\.1\.0/);
    }
  });

  it('belongs to an entry whose example packages are there', async () => {
    const metadata = parseYaml(await readFile(new URL('../functions/render/metadata.yaml', import.meta.url), 'utf8')).documents[0]?.value;
    const { examplePackages = [], tags } = (metadata ?? {}) as Readonly<Record<'examplePackages' | 'tags', readonly string[] | undefined>>;
    expect(examplePackages).not.toEqual([]);
    expect(tags).toContain('mutator');
    expect(examplePackages.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  });
});

describe('the cases of stackset render', async () => {
  // Those with files that kpt itself refuses, and with an object twice, which is an error for a function.
  const refused = [
    'a-copy-of-a-stack-under-another-name',
    'a-file-that-is-not-utf-8',
    'a-file-where-the-output-folder-belongs',
    'a-persons-file-in-the-way',
    'many-packages',
    'nothing-to-render',
    'several-problems-at-once',
  ];
  const all = (await readdir(RENDER_FIXTURES)).filter((name) => existsSync(join(RENDER_FIXTURES, name, 'input')));
  const cases = all.filter((name) => !refused.includes(name) && !existsSync(join(RENDER_FIXTURES, name, 'options.json')));

  it('are many', () => expect(cases.length).toBeGreaterThan(25));

  it.for(cases)('%s: kpt writes the same', async (name) => {
    const folder = join(RENDER_FIXTURES, name);
    const evaluated = await copyOf(join(folder, 'input'));
    const expected = await copyOf(existsSync(join(folder, 'expected')) ? join(folder, 'expected') : join(folder, 'input'));
    const { exitCode } = await kpt(evaluated, 'eval', '--exec', RENDER_FUNCTION);
    // kpt writes every file anew, in its own format: quoted timestamps, two spaces, LF. So does it for a function that does nothing.
    if (exitCode === 0) await kpt(expected, 'eval', '--exec', 'cat');
    expect(byValue(await readTree(evaluated))).toEqual(byValue(await readTree(expected)));
  });
});

/** A copy of encrypted configuration has the values of its source, on which its signature rests, but not its quotes. */
const byValue = (tree: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [path, isEncryptedCopy(path) ? parseYaml(text).documents.map(({ value }) => value) : text]),
  );

const isEncryptedCopy = (path: string): boolean => path.includes('/stacks/') && path.includes('.secret.');

describe('docs/howto/kpt.md', () => {
  it('shows what is really printed', async () => {
    const runs = await runHowto('kpt.md', 'kpt', 'kpt', 'shop');
    expect(runs.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(runs.length).toBeGreaterThan(2);
  });

  it('shows the files of examples/kpt', async () => {
    const shown = await shownFiles('kpt.md');
    const tree = await readTree(EXAMPLE);
    expect(shown.length).toBeGreaterThan(0);
    for (const [path, content] of shown) expect(tree[path.replace('shop/', '')]).toBe(content);
  });

  it('tells what an image needs: the function alone, without network or files', async () => {
    const alone = await temporaryFolder();
    await cp(RENDER_FUNCTION, join(alone, 'render.mjs'));
    const input = await readFile(new URL('../fixtures/krm/files-first-render/input.yaml', import.meta.url), 'utf8');
    const expected = await readFile(new URL('../fixtures/krm/files-first-render/expected.yaml', import.meta.url), 'utf8');
    expect(await run(process.execPath, [join(alone, 'render.mjs')], { cwd: '/', input })).toEqual({
      exitCode: 0,
      stdout: expected,
      stderr: '',
    });
  });
});
