import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { run } from '../harness/run.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { isTrue, type LookUp } from './evaluate.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** What the workflow that uses the action gives it. */
interface Job {
  /** The checkout, where steps start. */
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly apiUrl?: string;
  /** A push where it is missing. */
  readonly pullRequest?: number;
}

interface Outcome {
  readonly failed: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** What steps printed, stdout and stderr, by their names; those that were left out are not in it. */
  readonly logs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Inputs of the actions of others that would have run, by their names without version. */
  readonly used: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const readAction = async (): Promise<Action> => load(await readFile(join(project, 'action.yml'), 'utf8')) as Action;

/** Runs the steps of `action.yml` as a runner of GitHub Actions does: one bash each, until one fails. */
export async function runAction(job: Job): Promise<Outcome> {
  const { inputs, outputs, runs } = await readAction();
  const runner = await startRunner(job, new Map(Object.entries(inputs).map(([name, { default: text = '' }]) => [`inputs.${name}`, text])));
  const logs: Record<string, string> = {};
  const used: Record<string, Texts> = {};
  let failed = false;
  for (const step of runs.steps) {
    if (failed || (step.if !== undefined && !isTrue(step.if, runner.lookUp))) continue;
    if (step.run === undefined) used[step.uses?.split('@')[0] ?? ''] = runner.substitute(step.with);
    else ({ failed, log: logs[step.name] } = await runStep(step.run, step, job, runner));
  }
  return {
    failed,
    outputs: runner.substitute(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))),
    logs,
    summary: await readFile(runner.environment.GITHUB_STEP_SUMMARY, 'utf8'),
    used,
  };
}

type Texts = Readonly<Record<string, string>>;

/** What is the same for all steps of a job. */
interface Runner {
  readonly folder: string;
  readonly environment: Texts & { readonly GITHUB_STEP_SUMMARY: string; readonly GITHUB_PATH: string };
  readonly lookUp: LookUp;
  readonly keep: (name: string, text: string) => void;
  readonly substitute: (texts?: Texts) => Texts;
}

async function startRunner({ inputs = {}, workspace, apiUrl, pullRequest }: Job, defaults: Map<string, string>): Promise<Runner> {
  const folder = await temporaryFolder();
  const environment = {
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: project.replace(/\/$/, ''),
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'example/apps',
    GITHUB_API_URL: apiUrl ?? 'http://127.0.0.1:1',
    RUNNER_TEMP: join(folder, 'temp'),
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_PATH: join(folder, 'path'),
  };
  const event = pullRequest === undefined ? { ref: 'refs/heads/main' } : { pull_request: { number: pullRequest } };
  await mkdir(environment.RUNNER_TEMP);
  await writeFile(environment.GITHUB_EVENT_PATH, JSON.stringify(event));
  for (const file of [environment.GITHUB_STEP_SUMMARY, environment.GITHUB_PATH]) await writeFile(file, '');
  const given = Object.entries(inputs).map(([name, text]) => [`inputs.${name}`, text] as const);
  const values = new Map([...defaults, ...given, ['github.token', 'secret-token']]);
  // A default can be an expression itself.
  const fill = (text: string): string => text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => lookUp(name));
  const lookUp: LookUp = (name) => fill(values.get(name) ?? '');
  const substitute = (texts: Texts = {}): Texts => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]));
  return { folder, environment, lookUp, keep: (name, text) => values.set(name, text), substitute };
}

async function runStep(script: string, step: Step, { workspace }: Job, runner: Runner): Promise<{ failed: boolean; log: string }> {
  const output = join(runner.folder, `output-${step.id ?? step.name}`);
  await writeFile(output, '');
  const PATH = [...(await linesOf(runner.environment.GITHUB_PATH)).toReversed(), dirname(process.execPath), process.env.PATH].join(
    delimiter,
  );
  const env = { ...runner.environment, GITHUB_OUTPUT: output, PATH, ...runner.substitute(step.env) };
  const result = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: workspace, env });
  for (const line of await linesOf(output)) {
    runner.keep(`steps.${step.id}.outputs.${line.slice(0, line.indexOf('='))}`, line.slice(line.indexOf('=') + 1));
  }
  return { failed: result.exitCode !== 0, log: result.stdout + result.stderr };
}

const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
