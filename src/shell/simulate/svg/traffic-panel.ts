import { type Chart, changesOf, type Panel, xOf } from './chart.ts';
import { digits, element, text } from './markup.ts';

/** The stacks' shares one above the other, the oldest at the bottom. */
export function trafficPanel(chart: Chart, panel: Panel): readonly string[] {
  const names = [...chart.stacks.keys()];
  const lines = [0, 25, 50, 75, 100].map((percent) => gridLine(percent, panel));
  const areas = names.map((name, index) => area(name, names.slice(0, index), chart, panel));
  return [...areas, ...lines, ...names.map((name) => label(name, chart, panel)), blockedStrip(chart, panel)];
}

const yOf = (percent: number, { top, height }: Panel): number => top + height * (1 - percent / 100);

function gridLine(percent: number, panel: Panel): string {
  const y = yOf(percent, panel);
  const { left, width } = panel;
  const line = element('line', {
    x1: left,
    x2: left + width,
    y1: y,
    y2: y,
    stroke: '#1c2733',
    'stroke-opacity': percent === 0 ? 0.5 : 0.12,
  });
  return `${line}${text({ x: left - 8, y: y + 4, 'text-anchor': 'end', class: 'axis' }, `${percent} %`)}`;
}

function area(name: string, below: readonly string[], chart: Chart, panel: Panel): string {
  const sum = (names: readonly string[]) =>
    changesOf(chart, (stacks) => stacks.reduce((total, stack) => total + (names.includes(stack.name) ? stack.weight : 0), 0));
  const upper = corners(sum([...below, name]), chart, panel);
  const lower = corners(sum(below), chart, panel).toReversed();
  const points = [...upper, ...lower].map(([x, y]) => `${digits(x)},${digits(y)}`).join(' ');
  return element('polygon', {
    points,
    fill: chart.stacks.get(name) ?? '',
    stroke: '#ffffff',
    'stroke-width': 1,
    'stroke-linejoin': 'round',
  });
}

type Point = readonly [x: number, y: number];

/** A line that stays and jumps, to the end of the picture. */
function corners(changes: readonly { readonly at: number; readonly value: number }[], chart: Chart, panel: Panel): readonly Point[] {
  return changes.flatMap(({ at, value }, index): readonly Point[] => {
    const end = changes[index + 1]?.at ?? chart.duration;
    return [
      [xOf(at, panel, chart), yOf(value, panel)],
      [xOf(end, panel, chart), yOf(value, panel)],
    ];
  });
}

/** The stack's name where it has most for longest, if there is room. */
function label(name: string, chart: Chart, panel: Panel): string {
  const names = [...chart.stacks.keys()];
  const shares = changesOf(chart, (stacks) => stacks.find((stack) => stack.name === name)?.weight ?? 0);
  const runs = shares.map(({ at, value }, index) => ({ at, end: shares[index + 1]?.at ?? chart.duration, value }));
  const [widest] = runs.filter(({ value }) => value >= 20).toSorted((a, b) => (b.end - b.at) * b.value - (a.end - a.at) * a.value);
  const needed = name.length * 8 + 16;
  if (!widest || xOf(widest.end, panel, chart) - xOf(widest.at, panel, chart) < needed) return '';
  const below =
    chart.steps.find(({ at }) => at >= widest.at)?.stacks.filter((stack) => names.indexOf(stack.name) < names.indexOf(name)) ?? [];
  const base = below.reduce((sum, { weight }) => sum + weight, 0);
  const x = xOf((widest.at + widest.end) / 2, panel, chart);
  return text({ x, y: yOf(base + widest.value / 2, panel) + 5, 'text-anchor': 'middle', class: 'name' }, name);
}

/** A strip along the top while something is held back. */
function blockedStrip(chart: Chart, panel: Panel): string {
  const changes = changesOf(
    {
      ...chart,
      steps: chart.steps.map((step) => ({ ...step, stacks: [{ name: '', weight: isHeld(step) ? 1 : 0, replicas: 0, ready: 0 }] })),
    },
    ([held]) => held?.weight ?? 0,
  );
  return changes
    .map(({ at, value }, index) => {
      const x = xOf(at, panel, chart);
      const end = xOf(changes[index + 1]?.at ?? chart.duration, panel, chart);
      return value === 0 ? '' : element('rect', { x, y: panel.top - 8, width: Math.max(1, end - x), height: 5, rx: 1, fill: HELD_BACK });
    })
    .join('');
}

export const HELD_BACK = '#c8312b';

const isHeld = ({ blocked }: Chart['steps'][number]): boolean => blocked.length > 0;
