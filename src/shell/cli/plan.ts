import { type Command, InvalidArgumentError, Option } from 'commander';
import { hasErrors } from '../../core/model/problem.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { formatTimestamp, parseTimestamp } from '../../core/model/timestamp.ts';
import type { PlanAnswer } from '../plan/plan-request.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode, WrongUse } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options {
  readonly live?: string;
  readonly now?: Timestamp;
  readonly config?: string;
  readonly namespace?: string;
  readonly output: 'table' | 'json' | 'yaml' | 'markdown';
}

const EXAMPLES = `
Examples:
  $ stackset plan --live live.json                what stackset-controller's StackSets would do under this project
  $ stackset plan apps/shop --live live.json      what the sync controller would do with a package
  $ kubectl get stacksets,stacks,deployments,services,horizontalpodautoscalers,ingresses,routegroups -o json | stackset plan --live -
  $ stackset plan apps --live live.json -o markdown > comment.md`;

export const definePlan: DefineCommand = (program, context, finish) => {
  program
    .command('plan')
    .description('Show what would happen now to each StackSet, what is held back and why. Changes nothing.')
    .argument('[DIR...]', 'folders to look below for packages (default: none, the StackSets of the dump are planned)')
    .option('--live <FILE>', 'what the cluster has, as kubectl get -o json or yaml prints it; - reads stdin')
    .option('--now <TIME>', 'plan as if it were this time, such as 2026-03-01T12:00:30Z (default: the present)', readTime)
    .option('--config <FILE>', 'a RenderConfig for all StackSets, in place of those that the packages hold')
    .option('-n, --namespace <NAME>', 'the namespace of packages that name none (default: where the cluster has their objects)')
    .addOption(
      new Option('-o, --output <FORMAT>', 'table for people, json and yaml (the objects) for programs, markdown for a pull request')
        .choices(['table', 'json', 'yaml', 'markdown'])
        .default('table'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) => {
      if (options.namespace !== undefined && directories.length === 0) {
        command.error("error: option '--namespace' is for folders; a dump names the namespaces itself");
      }
      finish(await plan(directories, options, context));
    });
};

function readTime(text: string): Timestamp {
  const seconds = parseTimestamp(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give an RFC 3339 time, such as 2026-03-01T12:00:30Z.');
  return formatTimestamp(seconds);
}

async function plan(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const { readLive, DUMP_COMMAND, STDIN } = await import('../plan/read-live.ts');
  if (options.live === undefined) throw new WrongUse(withoutLive(directories, DUMP_COMMAND));
  if (options.live === STDIN && context.stdin.isTTY) throw new WrongUse('--live - reads a dump from stdin, and this is a terminal');
  const { workingDirectory } = context;
  const { live, problems } = await readLive(options.live, workingDirectory, context.stdin as AsyncIterable<Uint8Array | string>);
  const now = options.now ?? formatTimestamp(Date.now() / 1000);
  const { planRequest } = await import('../plan/plan-request.ts');
  const { relativeProblem } = await import('../problem/relative-problem.ts');
  const answer = live
    ? planRequest({
        directories,
        live,
        now,
        workingDirectory,
        ...(options.config !== undefined && { configFile: options.config }),
        ...(options.namespace !== undefined && { namespace: options.namespace }),
      })
    : { entries: [], problems: [] };
  const all = [...problems.map((problem) => relativeProblem(problem, workingDirectory)), ...answer.problems];
  await report({ ...answer, problems: all }, now, options, context);
  return hasErrors([...all, ...answer.entries.flatMap((entry) => entry.problems)]) ? EXIT_CODE.no : EXIT_CODE.done;
}

/** Without a cluster nothing is known of pods and routes, and a decision would be a guess. */
function withoutLive(directories: readonly string[], command: { readonly original: string; readonly git: string }): string {
  return directories.length > 0
    ? `a plan needs to know what the cluster has; make a dump with \`${command.git}\` and name it: stackset plan ${directories.join(' ')} --live live.json`
    : `a plan needs to know what the cluster has; make a dump with \`${command.original}\` and name it: stackset plan --live live.json`;
}

async function report({ entries, problems }: PlanAnswer, now: Timestamp, { output }: Options, context: CommandContext): Promise<void> {
  const { stdout } = context;
  const all = [...problems, ...entries.flatMap((entry) => entry.problems)];
  switch (output) {
    case 'table': {
      const { formatPlanTable } = await import('../plan/report/format-plan-table.ts');
      stdout.write(formatPlanTable(entries, now, styleFor(stdout, context)));
      return reportProblems(problems, context);
    }
    case 'markdown': {
      const { formatPlanMarkdown } = await import('../plan/report/format-plan-markdown.ts');
      stdout.write(formatPlanMarkdown({ entries, problems }, now));
      return reportProblems(problems, context);
    }
    case 'json': {
      const { buildPlan } = await import('../plan/build-plan.ts');
      const { formatPlanJson } = await import('../plan/report/format-plan-json.ts');
      const plan = buildPlan(
        now,
        entries.map(({ part }) => part),
      );
      stdout.write(formatPlanJson(plan));
      return reportProblems(all, context);
    }
    case 'yaml': {
      const { formatPlanYaml } = await import('../plan/report/format-plan-yaml.ts');
      for (const document of formatPlanYaml(entries)) stdout.write(document);
      return reportProblems(all, context);
    }
  }
}
