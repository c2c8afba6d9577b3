import { formatTable } from '../demo/format-table.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** `80 %`, or `-` for none. */
export const percent = (weight: number | undefined): string => (weight === undefined ? '-' : `${weight} %`);

/** Whether `spec.traffic` asks for anything. */
export const asksForWeights = ({ asked }: Pick<StackSetTraffic, 'asked'>): boolean => [...asked.values()].some((weight) => weight > 0);

/** Whether a stack's live weight is not the one that is asked for. */
const differs = (traffic: StackSetTraffic, stack: string): boolean =>
  asksForWeights(traffic) && (traffic.live.get(stack) ?? 0) !== traffic.asked.get(stack);

const NUMBER_COLUMNS = new Set([2, 3]);

/** A line for each stack: what is asked for and what it has; `-` where nothing is asked for, or it was not rendered yet. */
export function formatTraffic(stackSets: readonly StackSetTraffic[]): string {
  const rows = stackSets.flatMap((traffic) =>
    traffic.stacks.map((stack) => [
      traffic.stackSet.metadata.name,
      stack,
      percent(asksForWeights(traffic) ? traffic.asked.get(stack) : undefined),
      percent(traffic.live.get(stack)),
      differs(traffic, stack) ? 'differs' : '',
    ]),
  );
  const lines = formatTable([['STACKSET', 'STACK', 'ASKED', 'LIVE', ''], ...rows], NUMBER_COLUMNS);
  return lines.map((line) => `${line}\n`).join('');
}

/** What the table means, and the command that changes it. */
export const explainTraffic = (stackSets: readonly StackSetTraffic[]): string =>
  stackSets.flatMap((traffic) => [...standing(traffic), hint(traffic, stackSets.length > 1)].map((line) => `${line}\n`)).join('');

function standing(traffic: StackSetTraffic): readonly string[] {
  const { name } = traffic.stackSet.metadata;
  if (!asksForWeights(traffic)) return [`${name} asks for no weights, so traffic stays as it is.`];
  if (!traffic.stacks.some((stack) => differs(traffic, stack))) return [];
  return [
    traffic.hasState
      ? `${name}: the sync controller moves traffic to what is asked for, as the stacks get ready.`
      : `${name}: run \`stackset render ${traffic.folder}\` to give the stacks what is asked for.`,
  ];
}

/** An example that the planning takes: for the newest stack that has not everything. */
function hint({ stackSet, stacks, asked, decided, folder }: StackSetTraffic, isOneOfMany: boolean): string {
  const { name } = stackSet.metadata;
  const example = stacks.findLast((stack) => asked.get(stack) !== 100 && decided.get(stack) !== 100);
  const version = (example ?? stacks[0] ?? '').slice(name.length + 1);
  return `To ask for other weights: stackset traffic ${folder} ${version} ${example ? 20 : 100}${isOneOfMany ? ` --stackset ${name}` : ''}`;
}
