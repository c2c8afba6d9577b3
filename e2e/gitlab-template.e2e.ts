import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startCommentServer } from './ci/comment-server.ts';
import { isTrue } from './ci/evaluate.ts';
import { breakIt, checkedOut, makeStale } from './ci/repository.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

vi.setConfig({ testTimeout: 600_000 });
const project = fileURLToPath(new URL('..', import.meta.url));

interface Job {
  readonly extends?: string;
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
}

type Texts = Readonly<Record<string, string>>;

/** A job of the template as a runner gets it, with inputs and what it extends in their places. */
async function readJob(name: string, inputs: Texts): Promise<Job> {
  const text = await readFile(join(project, 'templates/stackset.yml'), 'utf8');
  const [{ spec }] = loadAll(text) as [{ spec: { inputs: Readonly<Record<string, { default?: unknown }>> } }];
  const filled = text.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, input: string) => {
    if (!(input in spec.inputs)) throw new Error(`there is no input ${input}`);
    return inputs[input] ?? String(spec.inputs[input]?.default);
  });
  const jobs = loadAll(filled)[1] as Readonly<Record<string, Job>>;
  const job = jobs[name] ?? {};
  return { ...jobs[job.extends ?? ''], ...job };
}

const isWanted = ({ rules = [] }: Job, variables: Texts): boolean => {
  const rule = rules.find(({ if: condition }) => isTrue(condition, (name) => variables[name.slice(1)] ?? ''));
  return rules.length === 0 || (rule !== undefined && rule.when !== 'never');
};

/** Runs a job as a runner does: one shell for all lines, which ends where one fails. */
async function runJob(
  name: string,
  cwd: string,
  inputs: Texts,
  variables: Texts = {},
): Promise<{ exitCode: number; log: string } | 'left out'> {
  const job = await readJob(name, { package: tarball, ...inputs });
  if (!isWanted(job, variables)) return 'left out';
  const prefix = await temporaryFolder();
  const env = {
    ...job.variables,
    ...variables,
    GITLAB_CI: 'true',
    npm_config_prefix: prefix,
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    PATH: [join(prefix, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
  };
  const lines = [...(job.before_script ?? []), ...(job.script ?? [])];
  const { exitCode, stdout, stderr } = await run('sh', ['-ec', lines.join('\n')], { cwd, env });
  return { exitCode, log: stdout + stderr };
}

/** The package as it is published. */
let tarball: string;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  tarball = join(folder, (await run('npm', args, { cwd: project })).stdout.trim());
  return () => rm(folder, { recursive: true, force: true });
});

describe('the template of GitLab', () => {
  it('installs the package alone, and passes where packages are valid and rendered', async () => {
    const result = await runJob('stackset-check', await checkedOut(), { paths: 'apps', strict: 'true' });
    expect(result).toMatchObject({
      exitCode: 0,
      log: expect.stringMatching(/added 1 package[\s\S]*1 StackSet valid\n1 StackSet up to date\n/),
    });
  });

  it('fails where generated files are out of date, and where a package is invalid', async () => {
    const folder = await checkedOut();
    await makeStale(folder);
    expect(await runJob('stackset-check', folder, {})).toMatchObject({ exitCode: 1, log: expect.stringContaining('1 file out of date') });
    await breakIt(folder);
    expect(await runJob('stackset-check', folder, {})).toMatchObject({ exitCode: 1, log: expect.stringContaining('`replcias`') });
  });

  it('writes the plan as one note of the merge request, which later runs replace', async () => {
    const folder = await checkedOut();
    const server = await startCommentServer('gitlab');
    const variables = {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_API_V4_URL: server.url,
      CI_PROJECT_ID: '42',
      CI_MERGE_REQUEST_IID: '7',
      STACKSET_COMMENT_TOKEN: 'secret-token',
    };
    const plan = (inputs: Texts, more: Texts = {}): ReturnType<typeof runJob> =>
      runJob('stackset-plan', folder, inputs, { ...variables, ...more });
    expect(await plan({ live: 'live.json' })).toMatchObject({ exitCode: 0, log: expect.stringMatching(/comment created\n/) });
    await breakIt(folder);
    expect(await plan({ live: 'live.json' })).toMatchObject({ exitCode: 0, log: expect.stringMatching(/comment updated\n/) });
    expect(server.written()).toEqual([expect.stringMatching(/^<!-- stackset-gitops: plan -->\n[\s\S]*replcias/)]);
    expect(await plan({}), 'without a cluster to ask').toBe('left out');
    expect(await plan({ live: 'live.json' }, { CI_PIPELINE_SOURCE: 'push' })).toBe('left out');
  });
});
