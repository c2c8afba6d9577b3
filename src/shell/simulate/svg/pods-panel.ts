import { type Chart, changesOf, type Panel, xOf } from './chart.ts';
import { digits, element, text } from './markup.ts';

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Ready pods of each stack as lines, those that are wanted dashed. */
export function podsPanel(chart: Chart, panel: Panel): readonly string[] {
  const most = Math.max(1, ...chart.steps.flatMap(({ stacks }) => stacks.map(({ replicas, ready }) => Math.max(replicas, ready))));
  const distance = STEPS.find((candidate) => most / candidate <= 4) ?? most;
  const top = Math.ceil(most / distance) * distance;
  const yOf = (pods: number): number => panel.top + panel.height * (1 - pods / top);
  const grid = Array.from({ length: top / distance + 1 }, (_, index) => gridLine(index * distance, yOf, panel));
  const lines = [...chart.stacks].flatMap(([name, colour]) => {
    const of = (count: 'replicas' | 'ready') => changesOf(chart, (stacks) => stacks.find((stack) => stack.name === name)?.[count] ?? 0);
    const common = { fill: 'none', stroke: colour, 'stroke-linejoin': 'round' };
    return [
      element('path', { d: stairs(of('replicas'), chart, panel, yOf), ...common, 'stroke-width': 1.2, 'stroke-dasharray': '3 3' }),
      element('path', { d: stairs(of('ready'), chart, panel, yOf), ...common, 'stroke-width': 2.2 }),
    ];
  });
  return [...grid, ...lines];
}

function gridLine(pods: number, yOf: (pods: number) => number, { left, width }: Panel): string {
  const y = yOf(pods);
  const line = element('line', { x1: left, x2: left + width, y1: y, y2: y, stroke: '#1c2733', 'stroke-opacity': pods === 0 ? 0.5 : 0.12 });
  return `${line}${text({ x: left - 8, y: y + 4, 'text-anchor': 'end', class: 'axis' }, String(pods))}`;
}

function stairs(
  changes: readonly { readonly at: number; readonly value: number }[],
  chart: Chart,
  panel: Panel,
  yOf: (pods: number) => number,
): string {
  const corners = changes.map(
    ({ at, value }, index) => `${index === 0 ? 'M' : 'H'}${digits(xOf(at, panel, chart))}${index === 0 ? ',' : 'V'}${digits(yOf(value))}`,
  );
  return `${corners.join('')}H${digits(panel.left + panel.width)}`;
}
