import type { SimulatedStack, SimulatedStep } from '../../core/simulate/simulated-step.ts';
import type { Style } from '../cli/report/style.ts';
import { timeTicks } from './time-axis.ts';

/** Eighths of a line. */
const BLOCKS = '▁▂▃▄▅▆▇█';
const TICK_WIDTH = 9;

/**
 * The traffic of each stack over time, a row a stack, in blocks as high as its weight; below it the time.
 * @param width of the terminal
 */
export function formatTimeline(steps: readonly SimulatedStep[], width: number, style: Style): readonly string[] {
  const names = [...new Set(steps.flatMap(({ stacks }) => stacks.map(({ name }) => name)))];
  const margin = Math.max('story'.length, ...names.map((name) => name.length)) + 1;
  const columns = sample(steps, Math.max(10, width - margin - 1));
  const rows = names.map((name) => `${name.padEnd(margin)}${columns.map(({ last }) => cell(last, name, style)).join('')}`);
  const story = columns.map(({ all }) => (all.some(({ events }) => events.some(({ type }) => type === 'Story')) ? '▼' : ' ')).join('');
  const axis = timeAxis(steps.at(-1)?.at ?? 0, columns.length).map((line) => `${' '.repeat(margin)}${line}`);
  return [`${'story'.padEnd(margin)}${story}`, ...rows, ...axis, '', LEGEND].map((line) => line.trimEnd());
}

const LEGEND = '▁▄█ share of traffic  · pods, no traffic  ! traffic, no ready pod  ▼ story';

interface Column {
  readonly all: readonly SimulatedStep[];
  readonly last: SimulatedStep;
}

/** As many steps in each column as are needed for all to fit. */
function sample(steps: readonly SimulatedStep[], width: number): readonly Column[] {
  const count = Math.min(width, steps.length);
  return Array.from({ length: count }, (_, column) => {
    const all = steps.slice(Math.floor((column * steps.length) / count), Math.floor(((column + 1) * steps.length) / count));
    return { all, last: all.at(-1) as SimulatedStep };
  });
}

function cell({ stacks }: SimulatedStep, name: string, style: Style): string {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (!stack) return ' ';
  if (stack.weight > 0) return isBroken(stack) ? style.red('!') : style.green(block(stack.weight));
  return stack.replicas > 0 ? style.dim('·') : ' ';
}

/** Only all of the traffic fills a line, and the least of it shows. */
const block = (weight: number): string => BLOCKS[Math.max(0, Math.floor((weight / 100) * BLOCKS.length) - 1)] ?? '';

/** A stack that forwards to another cluster has no pods here, and needs none. */
const isBroken = ({ replicas, ready }: SimulatedStack): boolean => replicas > 0 && ready === 0;

function timeAxis(duration: number, width: number): readonly string[] {
  const line = Array.from({ length: width }, () => '─');
  let labels = '';
  for (const { at, label } of timeTicks(duration, Math.max(1, Math.floor(width / TICK_WIDTH)))) {
    const column = duration === 0 ? 0 : Math.min(width - 1, Math.round((at / duration) * (width - 1)));
    line[column] = '┴';
    if (column + label.length <= width) labels = `${labels.padEnd(column)}${label}`;
  }
  return [line.join(''), labels];
}
