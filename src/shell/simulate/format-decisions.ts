import { explainSimulated } from '../../core/simulate/explain-step.ts';
import { formatDuration } from '../../core/simulate/format-duration.ts';
import type { SimulatedEvent, SimulatedStack, SimulatedStep } from '../../core/simulate/simulated-step.ts';
import type { Style } from '../cli/report/style.ts';

const HEADER = { time: 'TIME', what: 'WHAT', stack: { name: 'STACK', weight: 'WEIGHT', ready: 'READY' } };
const GAP = '  ';
/** Below this, words would stand one below the other. */
const LEAST_WORDS = 24;

interface Words {
  readonly text: string;
  readonly colour: (text: string) => string;
}

interface Cells {
  readonly name: string;
  readonly weight: string;
  readonly ready: string;
}

/** What one step fills: as many lines as it has words, or stacks. */
interface Row {
  readonly time: string;
  readonly words: readonly Words[];
  readonly stacks: readonly Cells[];
}

/**
 * Every step in which something happened: when, what, and the stacks that have traffic or pods, with their share and the pods that are
 * ready of those wanted. Long texts go on in the next line.
 * @param width of the terminal
 */
export function formatDecisions(steps: readonly SimulatedStep[], width: number, style: Style): readonly string[] {
  const told = steps.filter(({ events }) => events.length > 0);
  const stacks = told.map((step) => step.stacks.filter(isShown).map(cellsOf));
  const formatStack = stackColumns(stacks.flat());
  const times = told.map(({ at }) => formatDuration(at));
  const timeWidth = widest([HEADER.time, ...times]);
  const room = width - timeWidth - formatStack(HEADER.stack).length - 2 * GAP.length;
  const longest = widest(told.flatMap(({ events }) => events.map(explainSimulated)));
  const wordsWidth = Math.max(LEAST_WORDS, Math.min(room, longest));
  const lines = told.flatMap(({ events }, index) => {
    const words = events.flatMap((event) =>
      wrap(explainSimulated(event), wordsWidth).map((text) => ({ text, colour: colourOf(event, style) })),
    );
    return formatRow({ time: times[index] ?? '', words, stacks: stacks[index] ?? [] }, timeWidth, wordsWidth, formatStack);
  });
  return [style.dim([HEADER.time.padEnd(timeWidth), HEADER.what.padEnd(wordsWidth), formatStack(HEADER.stack)].join(GAP)), ...lines];
}

/** Writes cells of stacks one below the other. */
function stackColumns(all: readonly Cells[]): (cells: Cells) => string {
  const [name, weight, ready] = (['name', 'weight', 'ready'] as const).map((key) =>
    widest([HEADER.stack, ...all].map((cells) => cells[key])),
  );
  return (cells) => [cells.name.padEnd(name ?? 0), cells.weight.padStart(weight ?? 0), cells.ready.padStart(ready ?? 0)].join(GAP);
}

function formatRow(
  { time, words, stacks }: Row,
  timeWidth: number,
  wordsWidth: number,
  formatStack: (cells: Cells) => string,
): readonly string[] {
  return Array.from({ length: Math.max(words.length, stacks.length) }, (_, line) => {
    const { text, colour } = words[line] ?? { text: '', colour: (nothing: string) => nothing };
    const stack = stacks[line];
    const start = [(line === 0 ? time : '').padEnd(timeWidth), colour(text) + ' '.repeat(Math.max(0, wordsWidth - text.length))];
    return [...start, ...(stack ? [formatStack(stack)] : [])].join(GAP).trimEnd();
  });
}

const isShown = ({ weight, replicas }: SimulatedStack): boolean => weight > 0 || replicas > 0;

const cellsOf = ({ name, weight, replicas, ready }: SimulatedStack): Cells => ({
  name,
  weight: `${Number(weight.toFixed(4))} %`,
  ready: `${ready}/${replicas}`,
});

const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length), 0);

function colourOf(event: SimulatedEvent, style: Style): (text: string) => string {
  switch (event.type) {
    case 'Story':
      return style.cyan;
    case 'Decided':
      return style.bold;
    case 'Autoscaled':
      return style.dim;
    case 'Blocked':
      return style.yellow;
  }
}

/** Lines of whole words, of which a percent sign is part of its number's; what goes on is indented. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
