import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

type Inputs = Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;

const guide = read('docs/howto/ci.md');
const [, github = '', gitlab = ''] = guide.split(/^## .*$/m);
const action = load(read('action.yml')) as { readonly inputs: Inputs };
const [template] = loadAll(read('templates/stackset.yml')) as unknown as [{ readonly spec: { readonly inputs: Inputs } }];

/** The guide's YAML, without what holds it together. */
const exampleIn = (section: string): unknown => load(/```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '');
const tableIn = (section: string): readonly (readonly [string, string])[] =>
  [...section.matchAll(/^\| `([\w-]+)` \| (.*?) \|/gm)].map(([, name = '', byDefault = '']) => [name, byDefault.replaceAll('`', '')]);
/** What is empty, or the token of the job, needs other words. */
const defaultsOf = (inputs: Inputs): readonly (readonly [string, string])[] =>
  Object.entries(inputs).map(([name, { default: text }]) => [name, String(text).replace(/^.*github\.token.*$/, "the job's")]);

describe('the guide to CI', () => {
  it('lists the inputs of the action, with their defaults', () => expect(tableIn(github)).toEqual(defaultsOf(action.inputs)));

  it('lists the inputs of the template, with their defaults', () => expect(tableIn(gitlab)).toEqual(defaultsOf(template.spec.inputs)));

  it('gives the action inputs that it has', () => {
    const { jobs } = exampleIn(github) as { jobs: { stackset: { steps: readonly { uses: string; with?: object }[] } } };
    const step = jobs.stackset.steps.find(({ uses }) => uses.includes('/stackset-gitops@'));
    const names = Object.keys(step?.with ?? {});
    expect(names).not.toHaveLength(0);
    expect(names.filter((name) => !(name in action.inputs))).toEqual([]);
  });

  it('gives the template inputs that it has', () => {
    const { include } = exampleIn(gitlab) as { include: readonly { file: string; inputs: object }[] };
    expect(include[0]?.file).toBe('templates/stackset.yml');
    expect(Object.keys(include[0]?.inputs ?? {}).filter((name) => !(name in template.spec.inputs))).toEqual([]);
  });
});

it.for(['pre-commit-config.yaml', 'husky/pre-commit', 'lefthook.yml'])('the guide to hooks shows examples/hooks/%s', (path) => {
  const [example, guide] = [read(`examples/hooks/${path}`), read('docs/howto/pre-commit.md')];
  expect(guide).toContain(`\n${example}\`\`\``);
});

it('the hooks of pre-commit run commands that are there', () => {
  const hooks = load(read('.pre-commit-hooks.yaml')) as readonly {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
  }[];
  expect(hooks.map(({ id, language }) => [id, language])).toEqual([
    ['stackset-render', 'node'],
    ['stackset-validate', 'node'],
  ]);
  const { bin } = JSON.parse(read('package.json')) as { readonly bin: object };
  expect(hooks.filter(({ entry }) => !((entry.split(' ')[0] ?? '') in bin))).toEqual([]);
});
