import { hasErrors } from '../../core/model/problem.ts';
import type { RenderPlan } from '../package/render-plan.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { type PackageOptions, planPackages, withPackageOptions } from './plan-packages.ts';
import { countOf } from './report/count.ts';
import { formatSummary } from './report/format-summary.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options extends PackageOptions {
  readonly check?: boolean;
  readonly stdout?: boolean;
  readonly hook?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  $ stackset render                      every package below the working directory
  $ stackset render apps/shop apps/blog  two packages
  $ stackset render --check              in CI: a diff and exit code 1 where Git is stale
  $ stackset render --stdout apps/shop   look at it without writing
  $ stackset render --hook               before a commit: exit code 1 where it would lack generated files
  $ helm template shop chart | stackset render -
  $ helm upgrade shop chart --post-renderer stackset --post-renderer-args render --post-renderer-args -`;

export const defineRender: DefineCommand = (program, context, finish) => {
  withPackageOptions(program.command('render'))
    .description(
      'Write the Stacks and all their children beside each StackSet, in place. With - for DIR, expand the StackSets of a YAML stream on stdin to stdout.',
    )
    .option('--check', 'write nothing; print a diff and exit with 1 where a file would change')
    .option('--stdout', 'write nothing; print all generated files as YAML')
    .option('--hook', 'for a hook of Git: exit with 1 where generated files are not in the commit, until they are added')
    .option('-q, --quiet', 'print errors only')
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command) => {
      if (options.stdout && options.check) command.error("error: option '--stdout' cannot be used with option '--check'");
      if (options.hook && (options.stdout || options.check))
        command.error("error: option '--hook' writes, and has no use for --check and --stdout");
      if (options.stdout && options.output === 'json') command.error("error: option '--stdout' cannot be used with option '--output json'");
      if (!directories.includes(STDIN)) return finish(await render(directories, options, context));
      const { renderStdin } = await import('./render-stdin.ts');
      finish(await renderStdin(directories, options, context));
    });
};

/** What stands in the place of folders for objects on stdin. */
const STDIN = '-';

async function render(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const plan = await planPackages(directories, options, context);
  const failed = hasErrors(plan.problems);
  if (options.output === 'json') await reportJson(plan, context);
  else reportProblems(options.quiet ? plan.problems.filter(({ severity }) => severity === 'error') : plan.problems, context);
  if (failed) return EXIT_CODE.no;
  if (options.stdout) return printFiles(plan, context);
  if (options.check) return reportStale(plan, options, context);
  const { performPlan } = await import('../package/perform-plan.ts');
  performPlan(plan, context.workingDirectory);
  if (!options.quiet && options.output === 'text') context.stdout.write(formatSummary(plan));
  return options.hook ? reportUnstaged(plan, context) : EXIT_CODE.done;
}

/** What Git would leave out of a commit has to be added first: a kustomization without its files cannot be applied. */
async function reportUnstaged(plan: RenderPlan, context: CommandContext): Promise<ExitCode> {
  const { unstagedFiles } = await import('./unstaged-files.ts');
  const paths = await unstagedFiles(plan, context);
  if (paths.length === 0) return EXIT_CODE.done;
  const lines = paths.map((path) => `not in the commit: ${path}\n`);
  context.stderr.write(`${lines.join('')}Look at them, then run \`git add\` for their folders and commit again.\n`);
  return EXIT_CODE.no;
}

async function reportJson(plan: RenderPlan, { stdout }: CommandContext): Promise<void> {
  const { formatJson } = await import('./report/format-json.ts');
  stdout.write(formatJson(plan));
}

async function printFiles(plan: RenderPlan, { stdout, workingDirectory }: CommandContext): Promise<ExitCode> {
  const { formatFiles } = await import('./report/format-files.ts');
  for (const file of formatFiles(plan, workingDirectory)) stdout.write(file);
  return EXIT_CODE.done;
}

async function reportStale(plan: RenderPlan, options: Options, context: CommandContext): Promise<ExitCode> {
  const isShown = !options.quiet && options.output === 'text';
  if (plan.changes.length === 0) {
    if (isShown) context.stdout.write(`${countOf([plan.packages.length, 'StackSet'])} up to date\n`);
    return EXIT_CODE.done;
  }
  if (isShown) {
    const { formatDiff } = await import('./report/format-diff.ts');
    context.stdout.write(await formatDiff(plan.changes, styleFor(context.stdout, context)));
    context.stderr.write(`${countOf([plan.changes.length, 'file'])} out of date: run \`stackset render\` and commit what it writes.\n`);
  }
  return EXIT_CODE.no;
}
