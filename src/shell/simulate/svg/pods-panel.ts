import type { SimulatedStep } from '../../../core/simulate/simulated-step.ts';
import { digits, element, text } from '../../svg/markup.ts';
import { type Panel, xOf } from '../../svg/panel.ts';
import { type Step, stepsOf } from '../../svg/steps.ts';
import type { TrafficChart } from '../../svg/traffic-chart.ts';

const DISTANCES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Ready pods of each stack as lines, those that are wanted dashed. */
export function podsPanel(steps: readonly SimulatedStep[], { stacks, duration }: TrafficChart, panel: Panel): readonly string[] {
  const most = steps.reduce((high, step) => Math.max(high, ...step.stacks.map(({ replicas, ready }) => Math.max(replicas, ready))), 1);
  const distance = DISTANCES.find((candidate) => most / candidate <= 4) ?? most;
  const top = Math.ceil(most / distance) * distance;
  const yOf = (pods: number): number => panel.top + panel.height * (1 - pods / top);
  const grid = Array.from({ length: top / distance + 1 }, (_, index) => gridLine(index * distance, yOf, panel));
  const lines = [...stacks].flatMap(([name, colour]) => {
    const path = (count: 'replicas' | 'ready'): string =>
      stairs(
        stepsOf(steps, (step) => step.stacks.find((stack) => stack.name === name)?.[count] ?? 0),
        duration,
        panel,
        yOf,
      );
    const common = { fill: 'none', stroke: colour, 'stroke-linejoin': 'round' };
    return [
      element('path', { d: path('replicas'), ...common, 'stroke-width': 1.2, 'stroke-dasharray': '3 3' }),
      element('path', { d: path('ready'), ...common, 'stroke-width': 2.2 }),
    ];
  });
  return [...grid, ...lines];
}

function gridLine(pods: number, yOf: (pods: number) => number, { left, width }: Panel): string {
  const y = yOf(pods);
  const line = element('line', { x1: left, x2: left + width, y1: y, y2: y, class: pods === 0 ? 'base' : 'grid' });
  return `${line}${text({ x: left - 8, y: y + 4, 'text-anchor': 'end', class: 'axis' }, String(pods))}`;
}

function stairs(steps: readonly Step[], duration: number, panel: Panel, yOf: (pods: number) => number): string {
  const corners = steps.map(
    ({ at, value }, index) =>
      `${index === 0 ? 'M' : 'H'}${digits(xOf(at, panel, duration))}${index === 0 ? ',' : 'V'}${digits(yOf(value))}`,
  );
  return `${corners.join('')}H${digits(panel.left + panel.width)}`;
}
