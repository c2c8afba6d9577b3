import { stacksOfEvent } from '../../../core/explain.ts';
import type { DecidedStack, Decision } from '../../../core/model/decision.ts';
import type { KubernetesObject } from '../../../core/model/kubernetes.ts';
import { fieldAt } from '../../../core/schema/field-at.ts';
import { hasRoutes } from '../../../core/traffic/asked-weights.ts';
import type { StackSetOutlook } from '../plan-stack-set.ts';
import { percent } from './percent.ts';

/** What happens to a stack: it comes, leaves, changes or stays as it is. */
export type StackMark = '+' | '-' | '~' | ' ';

/** A stack in a report for people; `-` stands for what there is nothing to say about. */
export interface StackRow {
  readonly mark: StackMark;
  readonly name: string;
  readonly ready: string;
  /** Ready pods of all, as the cluster shows them: `1/3`. */
  readonly pods: string;
  /** `60 % -> 40 %`: what is live, and what is planned. */
  readonly traffic: string;
  readonly asked: string;
  /** Pods that it is to have: `3`, or what its autoscaler may choose from, `2-10`. */
  readonly size: string;
  readonly notes: string;
}

export const STACK_COLUMNS = ['STACK', 'READY', 'PODS', 'TRAFFIC', 'ASKED', 'SIZE', ''] as const;
/** Of the columns those with numbers. */
export const NUMBER_COLUMNS: ReadonlySet<number> = new Set([2, 3, 4, 5]);

export const cellsOf = ({ name, ready, pods, traffic, asked, size, notes }: StackRow): readonly string[] => [
  name,
  ready,
  pods,
  traffic,
  asked,
  size,
  notes,
];

/** The stacks in the order of creation. */
export const stackRows = (outlook: StackSetOutlook): readonly StackRow[] =>
  outlook.decision.stacks.map((stack) => stackRow(stack, outlook));

function stackRow(stack: DecidedStack, outlook: StackSetOutlook): StackRow {
  const { name, created, readiness, desiredWeight, state } = stack;
  const routed = hasRoutes(outlook.stackSet);
  const pods = outlook.observation.get(name)?.pods;
  return {
    mark: markOf(stack, outlook.decision),
    name,
    ready: created || state.scaledDown ? '-' : readiness.ready ? 'yes' : 'no',
    pods: pods ? `${pods.readyReplicas}/${pods.replicas}` : '-',
    traffic: routed ? trafficOf(stack, outlook) : '-',
    asked: routed ? percent(desiredWeight) : '-',
    size: sizeOf(name, outlook),
    notes: notesOf(stack, outlook).join(', '),
  };
}

function markOf({ name, created, remove }: DecidedStack, { events }: Decision): StackMark {
  if (created) return '+';
  if (remove) return '-';
  return events.some((event) => stacksOfEvent(event).includes(name)) ? '~' : ' ';
}

/** Percent by the decisions so far, in Git or in the statuses. */
function weightBefore({ name, state }: DecidedStack, { events }: Decision): number {
  const changes = events.flatMap((event) => (event.type === 'TrafficSwitched' ? event.changes : []));
  return changes.find(({ stack }) => stack === name)?.from ?? state.weight;
}

/** Percent that the live routes give, where the cluster shows any; else what was decided. */
const liveWeight = (stack: DecidedStack, { observation, decision }: StackSetOutlook): number =>
  observation.get(stack.name)?.routes[0]?.weight ?? weightBefore(stack, decision);

/** Whether a decision that was made before is not what the cluster shows. */
export function isLate(stack: DecidedStack, outlook: StackSetOutlook): boolean {
  const before = weightBefore(stack, outlook.decision);
  return before === stack.state.weight && percent(liveWeight(stack, outlook)) !== percent(before);
}

function trafficOf(stack: DecidedStack, outlook: StackSetOutlook): string {
  const [live, planned] = [percent(liveWeight(stack, outlook)), percent(stack.state.weight)];
  return live === planned ? planned : `${live} -> ${planned}`;
}

function sizeOf(name: string, { rendering }: StackSetOutlook): string {
  const children = rendering?.stacks.find(({ plan }) => plan.name === name)?.children ?? [];
  const number = (kind: KubernetesObject['kind'], field: string): unknown =>
    fieldAt(
      children.find((child) => child.kind === kind),
      ['spec', field],
    );
  const replicas = number('Deployment', 'replicas');
  if (replicas !== undefined) return String(replicas);
  const [least, most] = [number('HorizontalPodAutoscaler', 'minReplicas') ?? 1, number('HorizontalPodAutoscaler', 'maxReplicas')];
  return most === undefined ? '-' : `${least}-${most}`;
}

function notesOf(stack: DecidedStack, outlook: StackSetOutlook): readonly string[] {
  const { created, remove, state } = stack;
  if (created) return ['new'];
  if (remove) return ['leaves'];
  const before = weightBefore(stack, outlook.decision);
  const { prescaling, scaledDown, noTrafficSince } = state;
  return [
    ...(isLate(stack, outlook) ? ['decided, not live yet'] : []),
    ...(prescaling ? [`prescaled to ${prescaling.replicas} pods for ${percent(prescaling.desiredWeight)}`] : []),
    ...(scaledDown ? ['scaled down'] : []),
    ...(noTrafficSince && state.weight === 0 && before === 0 ? [`unused since ${noTrafficSince}`] : []),
  ];
}
