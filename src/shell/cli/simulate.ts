import { InvalidArgumentError, Option } from 'commander';
import { parseGoDuration } from '../../core/checks/go-duration.ts';
import type { PlayedStory, Simulation } from '../simulate/simulate-package.ts';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';
import { styleFor } from './report/style.ts';

interface Options {
  readonly story?: string;
  readonly stackset?: string;
  readonly config?: string;
  /** Seconds. */
  readonly for?: number;
  readonly step: number;
  readonly svg?: string;
  readonly output: 'table' | 'json';
}

const EXAMPLES = `
Examples:
  $ stackset simulate apps/shop                     a new version, a canary, a clean-up
  $ stackset simulate apps/shop --story crash.yaml  a story of your own
  $ stackset simulate apps/shop --svg traffic.svg   with a picture

A story:
  at 5m: version v2
  at 6m: traffic v2 50
  at 9m: crash v2`;

/** Of a terminal, for pictures that go elsewhere or where a terminal says 0 for not knowing. */
const DEFAULT_WIDTH = 80;

export const defineSimulate: DefineCommand = (program, context, finish) => {
  program
    .command('simulate')
    .description('Play a story with a package over a simulated cluster and clock, with a picture of the traffic.')
    .argument('<DIR>', 'the folder of a package, or one above several')
    .option('--story <FILE>', 'what happens when, as YAML (default: a new version, which gets the traffic in three steps)')
    .option('--for <DURATION>', 'how long, such as 2h (default: 30m, or 10m after the last event)', parseSeconds)
    .addOption(new Option('--step <DURATION>', 'from one decision to the next').argParser(parseSeconds).default(10, '10s'))
    .option('--svg <FILE>', 'draw traffic and pods over time into a file')
    .option('--stackset <NAME>', 'the StackSet, where there are several')
    .option('--config <FILE>', 'a RenderConfig in place of those that the packages hold')
    .addOption(new Option('-o, --output <FORMAT>', 'table for people, json for programs').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: Options) => {
      const { played, problems, isWrongUse } = await play(directory, options, context);
      reportProblems(problems, context);
      if (played) await report(played, options, context);
      finish(played ? EXIT_CODE.done : isWrongUse ? EXIT_CODE.wrongUse : EXIT_CODE.no);
    });
};

function parseSeconds(text: string): number {
  const seconds = parseGoDuration(text) ?? 0;
  if (seconds < 1 || !Number.isInteger(seconds)) throw new InvalidArgumentError('Write a duration of whole seconds, such as 10s or 30m.');
  return seconds;
}

async function play(directory: string, options: Options, context: CommandContext): Promise<Simulation> {
  const { simulatePackage } = await import('../simulate/simulate-package.ts');
  const { progressBar } = await import('../simulate/progress-bar.ts');
  const { story, stackset, config, step } = options;
  const progress = progressBar(context.stderr);
  const request = {
    directory,
    workingDirectory: context.workingDirectory,
    step,
    ...(story !== undefined && { storyFile: story }),
    ...(stackset !== undefined && { stackSet: stackset }),
    ...(config !== undefined && { configFile: config }),
    ...(options.for !== undefined && { duration: options.for }),
  };
  try {
    return await simulatePackage(request, progress.update);
  } finally {
    progress.end();
  }
}

async function report(played: PlayedStory, { output, svg }: Options, context: CommandContext): Promise<void> {
  if (svg !== undefined) {
    const { writeTrafficSvg } = await import('../simulate/write-traffic-svg.ts');
    writeTrafficSvg(played, svg, context.workingDirectory);
  }
  if (output === 'json') {
    const { formatSimulationJson } = await import('../simulate/format-simulation-json.ts');
    context.stdout.write(formatSimulationJson(played.steps));
    return;
  }
  const { formatSimulation } = await import('../simulate/format-simulation.ts');
  context.stdout.write(formatSimulation(played, context.stdout.columns || DEFAULT_WIDTH, styleFor(context.stdout, context)));
}
