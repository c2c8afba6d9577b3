import { hasErrors } from '../../core/model/problem.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode, WrongUse } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';

interface Options {
  readonly output: string;
  readonly config?: string;
}

const EXAMPLES = `
Examples:
  $ kubectl get stacksets,stacks,deployments,services,hpa,ingresses,routegroups,configmaps -n shop -o json > dump.json
  $ stackset import dump.json --output apps/shop
  $ stackset import dump.json --output apps/shop --config render-config.yaml
  $ kubectl get … -o yaml | stackset import - --output apps/shop`;

export const defineImport: DefineCommand = (program, context, finish) => {
  program
    .command('import')
    .description("Make packages of a live stackset-controller's objects, whose first apply changes nothing.")
    .argument('<FILE>', 'what kubectl get -o json or -o yaml printed; - is stdin')
    .requiredOption('--output <DIR>', 'the folder of the package; of several StackSets each gets DIR/<namespace>/<name>')
    .option('--config <FILE>', 'a RenderConfig to go by, and to copy there (default: guessed from what is live)')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => finish(await importDump(file, options, context)));
};

async function importDump(file: string, options: Options, context: CommandContext): Promise<ExitCode> {
  const { stdin, stdout, workingDirectory } = context;
  if (file === '-' && stdin.isTTY) throw new WrongUse('stackset import - reads a dump from stdin, and this is a terminal');
  const [{ planImport }, { readInput }, { writeImport }, { formatImport, formatLeftOut }] = await Promise.all([
    import('../import/plan-import.ts'),
    import('../import/read-input.ts'),
    import('../import/write-import.ts'),
    import('../import/format-import.ts'),
  ]);
  const plan = planImport({
    dump: await readInput(file, stdin, workingDirectory),
    file: file === '-' ? 'stdin' : file,
    output: options.output,
    ...(options.config !== undefined && { configFile: options.config }),
    workingDirectory,
  });
  reportProblems(plan.problems, context);
  if (hasErrors(plan.problems)) {
    stdout.write(formatLeftOut(plan));
    return EXIT_CODE.no;
  }
  writeImport(plan, workingDirectory);
  stdout.write(formatImport(plan, options.output));
  return EXIT_CODE.done;
}
