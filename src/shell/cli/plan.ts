import { type Command, Option } from 'commander';
import { hasErrors } from '../../core/model/problem.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { formatTimestamp } from '../../core/model/timestamp.ts';
import type { PlanAnswer } from '../plan/plan-request.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { readTime } from './read-time.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options {
  readonly live?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly now?: Timestamp;
  readonly config?: string;
  readonly namespace?: string;
  readonly output: 'table' | 'json' | 'yaml' | 'markdown';
}

const EXAMPLES = `
Examples:
  $ stackset plan                                 what the StackSets of the cluster would do, whose kubeconfig is in use
  $ stackset plan apps/shop --context eu-1        what the sync controller of that cluster would do with a package
  $ stackset plan --live live.json                what stackset-controller's StackSets would do under this project
  $ stackset plan apps/shop --live live.json      the same for a package, without a cluster
  $ kubectl get stacksets,stacks,deployments,services,horizontalpodautoscalers,ingresses,routegroups -o json | stackset plan --live -
  $ stackset plan apps --live live.json -o markdown > comment.md`;

export const definePlan: DefineCommand = (program, context, finish) => {
  program
    .command('plan')
    .description('Show what would happen now to each StackSet, what is held back and why. Changes nothing.')
    .argument('[DIR...]', 'folders to look below for packages (default: none, the live StackSets are planned)')
    .addOption(
      new Option(
        '--live <FILE>',
        'what the cluster has, as kubectl get -o json or yaml prints it, instead of a cluster; - reads stdin',
      ).conflicts(['kubeconfig', 'context']),
    )
    .option('--kubeconfig <FILE>', 'how to reach the cluster (default: as kubectl does)')
    .option('--context <NAME>', "the kubeconfig's context (default: its current one)")
    .option('--now <TIME>', 'plan as if it were this time, such as 2026-03-01T12:00:30Z (default: the present)', readTime)
    .option('--config <FILE>', 'a RenderConfig for all StackSets, in place of those that the packages hold')
    .option(
      '-n, --namespace <NAME>',
      'the namespace of packages that name none (default: where the cluster has their objects); without a folder, the only one to read',
    )
    .addOption(
      new Option('-o, --output <FORMAT>', 'table for people, json and yaml (the objects) for programs, markdown for a pull request')
        .choices(['table', 'json', 'yaml', 'markdown'])
        .default('table'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) => {
      if (options.namespace !== undefined && directories.length === 0 && options.live !== undefined) {
        command.error("error: option '--namespace' is for folders; a dump names the namespaces itself");
      }
      finish(await plan(directories, options, context));
    });
};

async function plan(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const { workingDirectory } = context;
  const { kustomizeBuilder } = await import('../kustomize/kustomize-builder.ts');
  const build = kustomizeBuilder(context.environment, workingDirectory);
  const request = { directories, workingDirectory, build, ...givenOptions(options) };
  const { readPlanObjects } = await import('../plan/read-plan-objects.ts');
  const { live, origin, problems } = await readPlanObjects(request, options, context);
  const now = options.now ?? formatTimestamp(Date.now() / 1000);
  const { planRequest } = await import('../plan/plan-request.ts');
  const { relativeProblem } = await import('../problem/relative-problem.ts');
  const answer = live ? planRequest({ ...request, live, origin, now }) : { entries: [], problems: [] };
  const all = [...problems.map((problem) => relativeProblem(problem, workingDirectory)), ...answer.problems];
  await report({ ...answer, problems: all }, now, options, context);
  return hasErrors([...all, ...answer.entries.flatMap((entry) => entry.problems)]) ? EXIT_CODE.no : EXIT_CODE.done;
}

const givenOptions = ({ config, namespace }: Options): { readonly configFile?: string; readonly namespace?: string } => ({
  ...(config !== undefined && { configFile: config }),
  ...(namespace !== undefined && { namespace }),
});

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
