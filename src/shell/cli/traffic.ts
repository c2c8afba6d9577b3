import { type Command, Option } from 'commander';
import type { PlannedEdit, TrafficAnswer } from '../traffic/plan-traffic.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';
import { weightPairs } from './weight-pairs.ts';

interface Options {
  readonly stackset?: string;
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly output: 'text' | 'json';
}

const EXAMPLES = `
Examples:
  $ stackset traffic apps/shop              what is asked for, and what the stacks have
  $ stackset traffic apps/shop v2 20        20 % for v2; the others share the rest as before
  $ stackset traffic apps/shop v1 70 v2 30  name several, by version or by full name
  $ stackset traffic apps/shop v2 100 --dry-run`;

export const defineTraffic: DefineCommand = (program, context, finish) => {
  program
    .command('traffic')
    .usage('[options] <DIR> [STACK WEIGHT...]')
    .summary("Show the weights of a package's stacks, or ask for others.")
    .description("Show the weights of a package's stacks, or ask for others in spec.traffic: only the weights in the file change.")
    .argument('<DIR>', 'the folder of a package, or one above several')
    .argument('[STACK...]', 'stacks, each followed by the percent that it is to get')
    .option('--stackset <NAME>', 'the StackSet, where there are several')
    .option('--config <FILE>', 'a RenderConfig, in place of the one that the package holds')
    .option('--dry-run', 'write nothing; print a diff')
    .option('--check', 'write nothing; print a diff and exit with 1 where the file would change')
    .addOption(new Option('-o, --output <FORMAT>', 'text for people, json for programs').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, words: string[], options: Options, command: Command) => {
      const { planTraffic } = await import('../traffic/plan-traffic.ts');
      const { workingDirectory } = context;
      const wanted = weightPairs(words, command);
      const answer = planTraffic({
        directory,
        workingDirectory,
        wanted,
        ...(options.stackset !== undefined && { stackSet: options.stackset }),
        ...(options.config !== undefined && { configFile: options.config }),
      });
      const isWritten = answer.kind === 'edit' && answer.change !== undefined && !options.dryRun && !options.check;
      if (isWritten) await write(answer);
      finish(await report(answer, isWritten, options, context));
    });
};

async function write({ change }: PlannedEdit): Promise<void> {
  const { replaceFile } = await import('../traffic/replace-file.ts');
  if (change?.action === 'update') replaceFile(change.path, change.after);
}

async function report(absolute: TrafficAnswer, isWritten: boolean, options: Options, context: CommandContext): Promise<ExitCode> {
  const { relativeAnswer } = await import('../traffic/relative-answer.ts');
  const answer = relativeAnswer(absolute, context.workingDirectory);
  if (options.output === 'json') {
    const { formatTrafficJson } = await import('../traffic/format-traffic-json.ts');
    context.stdout.write(formatTrafficJson(answer, isWritten));
  } else {
    reportProblems(answer.problems, context);
    await reportText(answer, isWritten, context);
  }
  return exitCodeOf(answer, options);
}

function exitCodeOf(answer: TrafficAnswer, { check }: Options): ExitCode {
  switch (answer.kind) {
    case 'shown':
      return EXIT_CODE.done;
    case 'impossible':
      return EXIT_CODE.no;
    case 'wrongUse':
      return EXIT_CODE.wrongUse;
    case 'edit':
      return check && answer.change ? EXIT_CODE.no : EXIT_CODE.done;
  }
}

async function reportText(answer: TrafficAnswer, isWritten: boolean, context: CommandContext): Promise<void> {
  const { explainTraffic, formatTraffic } = await import('../traffic/format-traffic.ts');
  if (answer.kind === 'shown') {
    context.stdout.write(formatTraffic(answer.stackSets));
    context.stderr.write(explainTraffic(answer.stackSets));
  }
  if (answer.kind === 'edit') await reportEdit(answer, isWritten, context);
}

async function reportEdit(answer: PlannedEdit, isWritten: boolean, context: CommandContext): Promise<void> {
  const { explainEdit, formatEdit } = await import('../traffic/format-edit.ts');
  if (isWritten || !answer.change) {
    context.stdout.write(formatEdit(answer));
    if (answer.change) context.stderr.write(explainEdit(answer.traffic));
    return;
  }
  const { formatDiff } = await import('./report/format-diff.ts');
  context.stdout.write(await formatDiff([answer.change], styleFor(context.stdout, context)));
  context.stderr.write(formatEdit(answer));
}
