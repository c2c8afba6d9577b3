import { type Command, InvalidArgumentError, Option } from 'commander';
import { hasErrors } from '../../core/model/problem.ts';
import type { HistoryOptions } from '../history/show-history.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options {
  readonly since?: string;
  readonly until?: string;
  readonly maxCount?: number;
  readonly all?: boolean;
  readonly revision: string;
  readonly svg?: string;
  readonly html?: string;
  readonly output: 'table' | 'json';
}

const EXAMPLES = `
Examples:
  $ stackset history                               every move of traffic below the working directory
  $ stackset history apps/shop --since 7d          of a week
  $ stackset history apps/shop --html traffic.html as a page with a picture
  $ stackset history --revision origin/env/eu-1    of a branch with an output of its own`;

export const defineHistory: DefineCommand = (program, context, finish) => {
  program
    .command('history')
    .description('Tell from Git who moved which weights when, and why; also as a picture over time.')
    .argument('[DIR...]', 'folders to look below, of packages that are gone too (default: the working directory)')
    .option('--since <TIME>', 'from then on: a time, a day such as 2026-03-01, or how long ago, such as 7d or 36h')
    .option('--until <TIME>', 'up to then')
    .option('-n, --max-count <NUMBER>', 'so many of the newest', parseCount)
    .option('--all', 'tell of pods and of stacks that come and go, too')
    .option('--revision <REVISION>', 'a branch, tag or commit up to which is told', 'HEAD')
    .option('--svg <FILE>', 'draw the traffic over time into a file')
    .option('--html <FILE>', 'write a page with the picture and a table of the commits')
    .addOption(new Option('-o, --output <FORMAT>', 'table for people, json for programs').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (directories: string[], options: Options, command: Command) =>
      finish(await history(directories, options, context, command)),
    );
};

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}

async function history(directories: readonly string[], options: Options, context: CommandContext, command: Command): Promise<ExitCode> {
  const { showHistory } = await import('../history/show-history.ts');
  const { entries, problems } = await showHistory({
    directories,
    revision: options.revision,
    all: options.all ?? false,
    workingDirectory: context.workingDirectory,
    environment: context.environment,
    ...(await moments(options, command)),
    ...(options.maxCount !== undefined && { count: options.maxCount }),
    ...(options.svg !== undefined && { svg: options.svg }),
    ...(options.html !== undefined && { html: options.html }),
  });
  reportProblems(problems, context);
  if (hasErrors(problems)) return EXIT_CODE.no;
  if (options.output === 'json') {
    const { formatHistoryJson } = await import('../history/format-history-json.ts');
    context.stdout.write(formatHistoryJson(entries));
  } else {
    const { formatHistoryTable } = await import('../history/format-history-table.ts');
    context.stdout.write(formatHistoryTable(entries, styleFor(context.stdout, context)));
  }
  return EXIT_CODE.done;
}

async function moments(options: Options, command: Command): Promise<Pick<HistoryOptions, 'now' | 'since' | 'until'>> {
  const { parseMoment } = await import('../history/parse-moment.ts');
  const now = Math.floor(Date.now() / 1000);
  const read = (name: 'since' | 'until'): number | undefined => {
    const text = options[name];
    const moment = text === undefined ? undefined : parseMoment(text, now);
    if (text !== undefined && moment === undefined) {
      command.error(`error: option '--${name} <TIME>' argument '${text}' is no time; write 2026-03-01T12:00:30Z, 2026-03-01, 7d or 36h`);
    }
    return moment;
  };
  const [since, until] = [read('since'), read('until')];
  return { now, ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}
