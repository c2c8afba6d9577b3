import { digits, element, text } from './markup.ts';
import { type Panel, xOf } from './panel.ts';
import { type Step, stepsOf } from './steps.ts';
import type { TrafficChart } from './traffic-chart.ts';

/** The stacks' shares one above the other, the first at the bottom. */
export function trafficPanel(chart: TrafficChart, panel: Panel): readonly string[] {
  const names = [...chart.stacks.keys()];
  const lines = (panel.height < 160 ? [0, 50, 100] : [0, 25, 50, 75, 100]).map((percent) => gridLine(percent, panel));
  const areas = names.map((name, index) => area(name, names.slice(0, index), chart, panel));
  return [...areas, ...lines, ...names.map((name) => label(name, chart, panel)), heldStrip(chart, panel)].filter((part) => part !== '');
}

const yOf = (percent: number, { top, height }: Panel): number => top + height * (1 - percent / 100);

function gridLine(percent: number, panel: Panel): string {
  const y = yOf(percent, panel);
  const { left, width } = panel;
  const line = element('line', { x1: left, x2: left + width, y1: y, y2: y, class: percent === 0 ? 'base' : 'grid' });
  return `${line}${text({ x: left - 8, y: y + 4, 'text-anchor': 'end', class: 'axis' }, `${percent} %`)}`;
}

/** Nothing where the stack never has any traffic. */
function area(name: string, below: readonly string[], chart: TrafficChart, panel: Panel): string {
  const sum = (names: readonly string[]) =>
    stepsOf(chart.points, ({ weights }) => names.reduce((total, stack) => total + (weights.get(stack) ?? 0), 0));
  if (chart.points.every(({ weights }) => (weights.get(name) ?? 0) === 0)) return '';
  const upper = corners(sum([...below, name]), chart, panel);
  const lower = corners(sum(below), chart, panel).toReversed();
  const points = [...upper, ...lower].map(([x, y]) => `${digits(x)},${digits(y)}`).join(' ');
  return element('polygon', { points, fill: chart.stacks.get(name) ?? '', class: 'area' });
}

type Point = readonly [x: number, y: number];

/** A line that stays and jumps, to the end of the picture. */
function corners(steps: readonly Step[], { duration }: TrafficChart, panel: Panel): readonly Point[] {
  return steps.flatMap(({ at, value }, index): readonly Point[] => {
    const end = steps[index + 1]?.at ?? duration;
    return [
      [xOf(at, panel, duration), yOf(value, panel)],
      [xOf(end, panel, duration), yOf(value, panel)],
    ];
  });
}

/** The stack's name where it has most for longest, if there is room. */
function label(name: string, chart: TrafficChart, panel: Panel): string {
  const { duration, points } = chart;
  const shares = stepsOf(points, ({ weights }) => weights.get(name) ?? 0);
  const runs = shares.map(({ at, value }, index) => ({ at, end: shares[index + 1]?.at ?? duration, value }));
  const high = ({ value }: Step): boolean => (value / 100) * panel.height >= NAME_HEIGHT;
  const [widest] = runs.filter(high).toSorted((a, b) => (b.end - b.at) * b.value - (a.end - a.at) * a.value);
  if (!widest || xOf(widest.end, panel, duration) - xOf(widest.at, panel, duration) < name.length * 8 + 16) return '';
  const names = [...chart.stacks.keys()];
  const weights = points.find(({ at }) => at >= widest.at)?.weights;
  const base = names.slice(0, names.indexOf(name)).reduce((sum, stack) => sum + (weights?.get(stack) ?? 0), 0);
  const x = xOf((widest.at + widest.end) / 2, panel, duration);
  return text({ x, y: yOf(base + widest.value / 2, panel) + 5, 'text-anchor': 'middle', class: 'name' }, name);
}

/** A lower area has no room for a name, in pixels. */
const NAME_HEIGHT = 22;

/** A strip along the top while something is kept from moving. */
function heldStrip({ points, duration }: TrafficChart, panel: Panel): string {
  const steps = stepsOf(points, ({ held }) => (held ? 1 : 0));
  return steps
    .map(({ at, value }, index) => {
      const x = xOf(at, panel, duration);
      const end = xOf(steps[index + 1]?.at ?? duration, panel, duration);
      return value === 0 ? '' : element('rect', { x, y: panel.top - 8, width: Math.max(1, end - x), height: 5, rx: 1, class: 'held' });
    })
    .join('');
}
