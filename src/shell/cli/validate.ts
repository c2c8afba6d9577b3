import { hasErrors } from '../../core/model/problem.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { type PackageOptions, planPackages, withPackageOptions } from './plan-packages.ts';
import { countOf } from './report/count.ts';
import { reportProblems } from './report/report-problems.ts';

interface Options extends PackageOptions {
  readonly strict?: boolean;
}

const EXAMPLES = `
Examples:
  $ stackset validate                    every package below the working directory
  $ stackset validate --strict apps/shop warnings fail too
  $ stackset validate -o json | jq '.problems[].message'
  $ stackset validate -o sarif > stackset.sarif`;

export const defineValidate: DefineCommand = (program, context, finish) => {
  withPackageOptions(program.command('validate'), { sarif: 'code scanning' })
    .description('Check packages as render does, without writing and whether or not their generated files are up to date.')
    .option('--strict', 'let warnings fail')
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options) => finish(await validate(directories, options, context)));
};

async function validate(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const plan = await planPackages(directories, options, context);
  const failed = hasErrors(plan.problems) || (options.strict === true && plan.problems.length > 0);
  if (options.output === 'json') {
    const { formatJson } = await import('./report/format-json.ts');
    context.stdout.write(formatJson(plan));
  } else if (options.output === 'sarif') {
    const { formatSarif } = await import('./report/format-sarif.ts');
    context.stdout.write(formatSarif(plan.problems));
  } else {
    reportProblems(plan.problems, context);
    if (!failed) context.stdout.write(`${countOf([plan.packages.length, 'StackSet'])} valid\n`);
  }
  return failed ? EXIT_CODE.no : EXIT_CODE.done;
}
