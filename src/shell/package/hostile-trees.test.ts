import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskTree } from '../files/disk-tree.ts';
import type { FileTree } from '../files/file-tree.ts';
import { type MemoryFile, MemoryTree } from '../files/memory-tree.ts';
import { planPackageRender } from './plan-render.ts';
import type { RenderPlan } from './render-plan.ts';

/** What lies at a path: text, a link, a submodule, or so many bytes of nothing. */
type Placed = string | { readonly link: string } | 'submodule' | { readonly size: number };
type Files = Readonly<Record<string, Placed>>;

const STACK_SET = `apiVersion: zalando.org/v1
kind: StackSet
metadata: {name: shop}
spec:
  stackTemplate:
    spec:
      version: v1
      configurationResources: [{secretRef: {name: shop-v1-key}}]
      podTemplate: {spec: {containers: [{name: app, image: "shop:1", ports: [{containerPort: 8080}]}]}}
`;
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: shop-v1-key}\nstringData: {key: hidden}\n';
const OUTPUT = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: c}\nspec: {output: a/b}\n';
/** Of all tests: it gives a name that is asked for and not in the package. */
const UNFOUND = 'ConfigurationNotFound';

/** The repository lies in a folder with other things beside it, as a clone does. */
function onDisk(files: Files): string {
  const beside = mkdtempSync(join(tmpdir(), 'hostile-'));
  onTestFinished(() => rmSync(beside, { recursive: true }));
  writeFileSync(join(beside, 'stackset.yaml'), STACK_SET);
  writeFileSync(join(beside, 'secret.yaml'), SECRET);
  const root = join(beside, 'repository');
  mkdirSync(join(root, '.git'), { recursive: true });
  for (const [path, placed] of Object.entries(files)) place(join(root, path), placed);
  return root;
}

function place(path: string, placed: Placed): void {
  mkdirSync(dirname(path), { recursive: true });
  if (placed === 'submodule') mkdirSync(path);
  else if (typeof placed === 'string') writeFileSync(path, placed);
  else if ('link' in placed) symlinkSync(placed.link, path);
  else {
    writeFileSync(path, STACK_SET);
    truncateSync(path, placed.size);
  }
}

function inMemory(files: Files): MemoryTree {
  const blobs = new Map<string, Buffer | { readonly size: number }>();
  const file = (placed: Placed): MemoryFile => {
    const oid = String(blobs.size);
    if (placed === 'submodule') return { oid, mode: '160000' };
    if (typeof placed === 'string') return placed;
    blobs.set(oid, 'link' in placed ? Buffer.from(placed.link) : placed);
    return { oid, mode: 'link' in placed ? '120000' : '100644' };
  };
  return MemoryTree.of(
    Object.entries(files).map(([path, placed]) => [path, file(placed)]),
    blobs,
  );
}

const render = (files: FileTree, root: string, folder = 'shop'): RenderPlan =>
  planPackageRender({ files, folder, workingDirectory: root, allowRemoval: false });

const told = ({ problems }: RenderPlan): readonly string[] =>
  problems.filter(({ reason }) => reason !== UNFOUND).map(({ severity, reason, file }) => `${severity} ${reason} ${file}`);

/** Over both trees, for they must say the same. */
function renders(files: Files, folder?: string): readonly (readonly [tree: string, plan: RenderPlan])[] {
  return [
    ['a disk', render(diskTree, onDisk(files), folder)],
    ['a commit', render(inMemory(files), '/', folder)],
  ];
}

const RENDERED = ['shop/stacks/shop-v1.yaml', 'shop/stacks/kustomization.yaml'];

describe('a hostile repository', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'a StackSet behind a link to another folder',
      { 'other/stackset.yaml': STACK_SET, 'shop/stackset.yaml': { link: '../other/stackset.yaml' } },
      ['error LinkLeavesPackage shop/stackset.yaml'],
    ],
    [
      'a StackSet behind a link to itself',
      { 'shop/stackset.yaml': { link: 'stackset.yaml' } },
      ['warning NoStackSetFound undefined', 'warning LinkBroken shop/stackset.yaml'],
    ],
    [
      'a link in a circle',
      { 'shop/a.yaml': { link: 'b.yaml' }, 'shop/b.yaml': { link: 'a.yaml' } },
      ['warning NoStackSetFound undefined', 'warning LinkBroken shop/a.yaml', 'warning LinkBroken shop/b.yaml'],
    ],
    [
      'an output folder that is a link',
      { 'shop/stackset.yaml': STACK_SET, 'shop/stacks': { link: '../other' } },
      ['error LinkLeavesPackage shop/stacks'],
    ],
    [
      'an output folder that is a link to nothing',
      { 'shop/stackset.yaml': STACK_SET, 'shop/stacks': { link: '../../none' } },
      ['error LinkLeavesPackage shop/stacks'],
    ],
    [
      'an output folder behind a link',
      { 'shop/stackset.yaml': STACK_SET, 'shop/config.yaml': OUTPUT, 'other/b/x.yaml': '', 'shop/a': { link: '../other' } },
      ['error LinkLeavesPackage shop/a'],
    ],
    [
      'an output folder behind a file',
      { 'shop/stackset.yaml': STACK_SET, 'shop/config.yaml': OUTPUT, 'shop/a': 'text' },
      ['error OutputNoFolder shop/a'],
    ],
    [
      'a link where a generated file belongs',
      { 'shop/stackset.yaml': STACK_SET, 'other/x.yaml': 'x: 1', 'shop/stacks/shop-v1.yaml': { link: '../../other/x.yaml' } },
      ['error FileNotGenerated shop/stacks/shop-v1.yaml'],
    ],
    [
      'a link to nothing where a generated file belongs',
      { 'shop/stackset.yaml': STACK_SET, 'shop/stacks/shop-v1.yaml': { link: '../../../../../../none.yaml' } },
      ['error FileNotGenerated shop/stacks/shop-v1.yaml', 'warning LinkBroken shop/stacks/shop-v1.yaml'],
    ],
    [
      'a folder where a generated file belongs',
      { 'shop/stackset.yaml': STACK_SET, 'shop/stacks/shop-v1.yaml/mine.txt': 'text' },
      ['error FileNotGenerated shop/stacks/shop-v1.yaml'],
    ],
    [
      "a person's kustomization in other case",
      { 'shop/stackset.yaml': STACK_SET, 'shop/stacks/Kustomization.yaml': 'kind: Kustomization' },
      ['error CaseCollision shop/stacks/kustomization.yaml'],
    ],
    [
      'an output folder in other case',
      { 'shop/stackset.yaml': STACK_SET, 'shop/Stacks/x.yaml': 'x: 1' },
      ['error CaseCollision shop/stacks'],
    ],
    ['a StackSet of 50 MB', { 'shop/stackset.yaml': { size: 50 * 1024 * 1024 } }, ['error FileTooLarge shop/stackset.yaml']],
    [
      'a state behind a link to another folder',
      {
        'shop/stackset.yaml': STACK_SET,
        'other/x.yaml': 'kind: StackSetState',
        'shop/stacks/shop.state.yaml': { link: '../../other/x.yaml' },
      },
      ['error LinkLeavesPackage shop/stacks/shop.state.yaml'],
    ],
  ])('with %s changes nothing, and says so', (_what, files, problems) => {
    for (const [tree, plan] of renders(files)) {
      expect(told(plan).toSorted(), tree).toEqual(problems.toSorted());
      expect(plan.changes, tree).toEqual([]);
    }
  });

  test.each<readonly [string, Files]>([
    ['a link to a folder with a package', { 'shop/linked': { link: '../other' }, 'other/stackset.yaml': STACK_SET }],
    ['a link to the folder itself', { 'shop/again': { link: '.' } }],
    ['a link to the whole machine', { 'shop/machine': { link: '/' } }],
    ['a link to what lies beside the repository', { 'shop/beside': { link: '../..' } }],
    ['large files of other kinds', { 'other/dump.yaml': { size: 50 * 1024 * 1024 }, 'shop/sub/dump.yaml': { size: 50 * 1024 * 1024 } }],
  ])('with %s renders what else is there', (_what, files) => {
    for (const [tree, plan] of renders({ 'shop/stackset.yaml': STACK_SET, ...files })) {
      expect(told(plan), tree).toEqual([]);
      expect(plan.changes.map(({ path }) => path).toSorted(), tree).toEqual(RENDERED.toSorted());
    }
  });

  test.each(['../other/secret.yaml', '../../secret.yaml', '/etc/passwd'])('cannot have a Secret behind the link %s frozen', (link) => {
    const files = { 'shop/stackset.yaml': STACK_SET, 'other/secret.yaml': SECRET, 'shop/secret.yaml': { link } };
    for (const [tree, plan] of renders(files)) {
      expect(JSON.stringify(plan), tree).not.toContain('hidden');
      expect(
        plan.problems.map(({ reason }) => reason),
        tree,
      ).toContain(UNFOUND);
    }
  });

  test.each(['new\nline', 'quo"te', "it's", '--flag', '$(id)', '\u001b[31m', 'a\\b', ' '])(
    'may have a package in the folder %j',
    (name) => {
      const path = `apps/${name}`;
      for (const [tree, plan] of renders({ [`${path}/stackset.yaml`]: STACK_SET }, path)) {
        expect(told(plan), tree).toEqual([]);
        expect(plan.changes.map((change) => change.path).toSorted(), tree).toEqual([
          `${path}/stacks/kustomization.yaml`,
          `${path}/stacks/shop-v1.yaml`,
        ]);
        const firstLines = plan.changes.map((change) => change.action === 'create' && change.after.split('\n')[0]);
        expect(firstLines, tree).toEqual(plan.changes.map(() => expect.stringContaining(' package=.. ')));
      }
    },
  );

  test('cannot put words into a command that people are told', () => {
    const path = 'apps/$(id)';
    const files = inMemory({ [`${path}/stackset.yaml`]: STACK_SET });
    const edited = render(files, '/', path).changes.map((change): readonly [string, string] => [
      change.path,
      change.action === 'create' ? `${change.after}# mine` : '',
    ]);
    const { problems } = render(files.with(edited), '/', path);
    const remedies = problems.flatMap(({ reason, remedy }) => (reason === 'GeneratedFileEdited' ? [remedy] : []));
    expect(remedies).not.toEqual([]);
    expect(remedies.join()).not.toContain('$(id)');
  });

  test('cannot name files of other folders as its own to have them removed', () => {
    const files = inMemory({ 'shop/stackset.yaml': STACK_SET, 'README.md': 'mine' });
    const [stack] = render(files, '/').changes;
    const header = (stack?.action === 'create' ? stack.after : '').replace('stack=shop-v1', 'stack=shop-v1 with=../../README.md,a\\b');
    const orphaned = files.with([
      ['shop/stacks/shop-v1.yaml', header],
      ['shop/stackset.yaml', undefined],
      ['shop/other.yaml', ''],
    ]);
    const plan = planPackageRender({ files: orphaned, folder: 'shop', workingDirectory: '/', allowRemoval: true });
    expect(plan.changes.map(({ path }) => path)).toEqual(['shop/stacks/shop-v1.yaml']);
  });
});

describe('a submodule', () => {
  test.each<readonly [string, Files, string, string]>([
    ['as a package', { shop: 'submodule' }, 'shop', 'error FolderMissing shop'],
    ['as an output folder', { 'shop/stackset.yaml': STACK_SET, 'shop/stacks': 'submodule' }, 'shop', 'error OutputNoFolder shop/stacks'],
    [
      'on the way to an output folder',
      { 'shop/stackset.yaml': STACK_SET, 'shop/c.yaml': OUTPUT, 'shop/a': 'submodule' },
      'shop',
      'error OutputNoFolder shop/a',
    ],
  ])('%s is not looked into', (_what, files, folder, problem) => {
    expect(told(render(inMemory(files), '/', folder))).toEqual([problem]);
  });

  test('elsewhere is nothing', () => {
    expect(told(render(inMemory({ 'shop/stackset.yaml': STACK_SET, 'shop/vendor': 'submodule' }), '/'))).toEqual([]);
  });
});

describe('a name that is not UTF-8', () => {
  const NAMES = [Buffer.from('caf\xe9.yaml', 'latin1'), Buffer.from('caf\xe9', 'latin1')] as const;

  test('is left out, and said', () => {
    const root = onDisk({ 'shop/stackset.yaml': STACK_SET });
    const below = (name: Buffer): Buffer => Buffer.concat([Buffer.from(`${root}/shop/`), name]);
    writeFileSync(below(NAMES[0]), STACK_SET);
    mkdirSync(below(NAMES[1]));
    const plan = render(diskTree, root);
    expect(told(plan)).toEqual(['warning NameNotUtf8 shop/caf\uFFFD', 'warning NameNotUtf8 shop/caf\uFFFD.yaml']);
    expect(plan.changes).toHaveLength(2);
    execFileSync('rm', ['-r', `${root}/shop`]);
  });

  test('is the same in a commit', () => {
    const files = inMemory({ 'shop/stackset.yaml': STACK_SET, 'shop/caf\uFFFD.yaml': STACK_SET, 'shop/caf\uFFFD/x.yaml': STACK_SET });
    expect(told(render(files, '/'))).toEqual(['warning NameNotUtf8 shop/caf\uFFFD', 'warning NameNotUtf8 shop/caf\uFFFD.yaml']);
  });
});
