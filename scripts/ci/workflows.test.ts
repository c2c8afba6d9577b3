import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const workflows = readdirSync(`${root}.github/workflows`).map((file) => `.github/workflows/${file}`);
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

it('there are workflows', () => expect(workflows.length).toBeGreaterThan(1));

it.for([...workflows, 'action.yml'])('%s names each action of others by a commit, with its version beside it', (path) => {
  const uses = read(path)
    .split('\n')
    .filter((line) => /^\s*(- )?uses:/.test(line));
  expect(uses).not.toHaveLength(0);
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

describe.each(workflows)('%s', (path) => {
  const { on, permissions, jobs } = load(read(path)) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('starts by something, and has jobs with steps that do one thing', () => {
    expect(Object.keys(on)).not.toHaveLength(0);
    expect(steps.filter(({ uses, run }) => (uses === undefined) === (run === undefined))).toEqual([]);
  });

  it('gives no permission but by the job, and no job without an end', () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeDefined();
      expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
      expect(job['runs-on']).not.toMatch(/latest/);
    }
  });

  it('leaves no credentials in a checkout, and puts no expression into a script', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('waits for jobs that are there', () => {
    const needed = Object.values(jobs).flatMap(({ needs = [] }) => needs);
    expect(needed.filter((name) => !(name in jobs))).toEqual([]);
  });

  it('runs scripts that are there', () => {
    const lines = steps.map(({ run = '' }) => run).join('\n');
    const named = [...lines.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const files = [...lines.matchAll(/(?:^|\s)(\.ci\/\w+)/g)].map(([, file = '']) => file);
    for (const file of files) expect(read(file)).toMatch(/^#!/);
  });
});

it('a release publishes what was attested, and has an SBOM of package and images', () => {
  const text = read('.github/workflows/release.yml');
  expect(text.indexOf('attest-build-provenance')).toBeLessThan(text.indexOf('npm publish --provenance'));
  expect(text).toContain('npm sbom --sbom-format cyclonedx');
  expect(text).toMatch(/sbom: true\n\s+provenance: mode=max/);
  for (const [, file = ''] of text.matchAll(/file: (\S*Dockerfile)$/gm)) expect(read(file)).toMatch(/^FROM /m);
});
