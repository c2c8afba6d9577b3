import type { Command } from 'commander';
import type { Checkout } from '../checkout/open-checkout.ts';
import type { Target } from '../intervention/find-target.ts';
import type { Intervention, InterventionPlan } from '../intervention/intervention.ts';
import type { CommitPlace, Performed } from '../intervention/perform.ts';
import type { Moment } from '../intervention/plan-hold.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

/** What commands that commit for a person have in common. */
export interface InterventionOptions extends CommitOptions {
  readonly stackset?: string;
  readonly config?: string;
}

/** Whether and how a change becomes a commit. */
export interface CommitOptions {
  readonly message?: string;
  readonly dryRun?: boolean;
  readonly commit: boolean;
  readonly push?: boolean;
}

export const withInterventionOptions = (command: Command): Command =>
  withCommitOptions(command)
    .option('--stackset <NAME>', 'the StackSet, where there are several')
    .option('--config <FILE>', 'a RenderConfig in place of the one that the package holds');

export const withCommitOptions = (command: Command): Command =>
  command
    .option('-m, --message <TEXT>', 'why, for the body of the commit')
    .option('--dry-run', 'write nothing; print a diff')
    .option('--no-commit', 'only edit the files')
    .option('--push', 'push the commit, to the branch that this one follows');

/** Plans what a person wants and performs it; tells what was done, and what happens next. */
export async function intervene(
  directory: string,
  plan: (target: Target, moment: Moment) => InterventionPlan | Promise<InterventionPlan>,
  options: InterventionOptions,
  context: CommandContext,
  command: Command,
): Promise<ExitCode> {
  checkCommitOptions(options, command);
  const { findTarget } = await import('../intervention/find-target.ts');
  const { momentOf } = await import('../intervention/moment.ts');
  const { workingDirectory, environment } = context;
  const found = await findTarget({
    directory,
    workingDirectory,
    environment,
    ...(options.stackset !== undefined && { stackSet: options.stackset }),
    ...(options.config !== undefined && { configFile: options.config }),
  });
  if (found.kind === 'refused') return refuse(found.problems, context, found.isWrongUse);
  const { target } = found;
  const moment = await momentOf(target.checkout, options.commit && !options.dryRun);
  if ('problem' in moment) return refuse([moment.problem], context);
  const { placeOf } = await import('../intervention/perform.ts');
  return carryOut(await plan(target, moment.moment), placeOf(target), options, context);
}

/** What is planned over a whole checkout, and not for one package. */
export interface CheckoutPlan {
  readonly plan: InterventionPlan;
  /** Files that people write, of those that change. */
  readonly peoplesFiles?: ReadonlySet<string>;
  /** Told last. */
  readonly warnings?: readonly LocatedProblem[];
}

/** The same for what concerns many packages, or none: in the repository of the working directory. */
export async function interveneInCheckout(
  plan: (checkout: Checkout, moment: Moment) => CheckoutPlan | Promise<CheckoutPlan>,
  options: CommitOptions,
  context: CommandContext,
  command: Command,
): Promise<ExitCode> {
  checkCommitOptions(options, command);
  const { openCheckout } = await import('../checkout/open-checkout.ts');
  const { momentOf } = await import('../intervention/moment.ts');
  const { workingDirectory, environment } = context;
  const opened = await openCheckout(workingDirectory, environment);
  if ('problem' in opened) return refuse([opened.problem], context);
  const { checkout } = opened;
  const moment = await momentOf(checkout, options.commit && !options.dryRun);
  if ('problem' in moment) return refuse([moment.problem], context);
  const { plan: planned, peoplesFiles = new Set(), warnings = [] } = await plan(checkout, moment.moment);
  const exitCode = await carryOut(planned, { checkout, directory: '.', workingDirectory, peoplesFiles }, options, context);
  await report(warnings, context);
  return exitCode;
}

function checkCommitOptions({ push, commit }: CommitOptions, command: Command): void {
  if (push && !commit) command.error("error: option '--push' cannot be used with option '--no-commit'");
}

/** Performs what was planned, or shows it; tells what was done, and what happens next. */
async function carryOut(planned: InterventionPlan, place: CommitPlace, options: CommitOptions, context: CommandContext): Promise<ExitCode> {
  switch (planned.kind) {
    case 'refused':
      return refuse(planned.problems, context, planned.isWrongUse);
    case 'nothing':
      context.stdout.write(`${planned.words}\n`);
      return EXIT_CODE.done;
    case 'planned':
      return options.dryRun ? show(planned.intervention, context) : perform(planned.intervention, place, options, context);
  }
}

export async function refuse(problems: readonly LocatedProblem[], context: CommandContext, isWrongUse = false): Promise<ExitCode> {
  await report(problems, context);
  return isWrongUse ? EXIT_CODE.wrongUse : EXIT_CODE.no;
}

async function report(problems: readonly LocatedProblem[], context: CommandContext): Promise<void> {
  const { relativeProblem } = await import('../problem/relative-problem.ts');
  reportProblems(
    problems.map((problem) => relativeProblem(problem, context.workingDirectory)),
    context,
  );
}

async function show(intervention: Intervention, context: CommandContext): Promise<ExitCode> {
  const { formatDiff } = await import('./report/format-diff.ts');
  const { pathsFrom } = await import('../problem/relative-path.ts');
  const { formatIntervention } = await import('../intervention/format-intervention.ts');
  const relative = pathsFrom(context.workingDirectory);
  const changes = intervention.changes.map((change) => ({ ...change, path: relative(change.path) }));
  context.stdout.write(await formatDiff(changes, styleFor(context.stdout, context)));
  context.stderr.write(formatIntervention(intervention));
  return EXIT_CODE.done;
}

async function perform(intervention: Intervention, place: CommitPlace, options: CommitOptions, context: CommandContext): Promise<ExitCode> {
  const { performIntervention } = await import('../intervention/perform.ts');
  const { formatIntervention, formatPerformed } = await import('../intervention/format-intervention.ts');
  const performed: Performed = await performIntervention(intervention, place, {
    commits: options.commit,
    pushes: options.push ?? false,
    ...(options.message !== undefined && { why: options.message }),
  });
  if (performed.kind === 'refused') return refuse(performed.problems, context);
  context.stdout.write(formatIntervention(intervention) + formatPerformed(performed, intervention));
  const problems = performed.kind === 'committed' ? performed.problems : [];
  await report(problems, context);
  if (problems.some(({ severity }) => severity === 'error')) return EXIT_CODE.no;
  context.stderr.write(intervention.next.map((sentence) => `${sentence}\n`).join(''));
  return EXIT_CODE.done;
}
