import { Gauge, type Registry } from 'prom-client';
import { CONDITIONS, conditionOf } from './condition-of.ts';
import type { StackFacts, StackSetFacts } from './stack-set-facts.ts';

type Labels = Readonly<Record<string, string>>;

/** A gauge whose series are made of all StackSets anew whenever it is read: of what is gone, no series stays. */
interface StackSetMetric {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly series: (stackSets: readonly StackSetFacts[]) => Iterable<readonly [Labels, number]>;
}

const stackMetric = (name: string, help: string, value: (stack: StackFacts) => number | undefined): StackSetMetric => ({
  name: `stackset_stack_${name}`,
  help,
  labelNames: ['namespace', 'stack', 'application'],
  series: (stackSets) =>
    stackSets.flatMap(({ namespace, stacks }) =>
      stacks.flatMap((stack): readonly (readonly [Labels, number])[] => {
        const number = value(stack);
        return number === undefined ? [] : [[{ namespace, stack: stack.name, application: stack.application }, number]];
      }),
    ),
});

/**
 * The first six are those of stackset-controller, by name, type, labels and value, so that its dashboards and alerts go on working.
 * https://github.com/zalando-incubator/stackset-controller/blob/master/pkg/core/metrics.go
 */
const STACK_SET_METRICS: readonly StackSetMetric[] = [
  {
    name: 'stackset_stackset_stacks',
    help: 'Stacks that the StackSet has.',
    labelNames: ['namespace', 'stackset', 'application'],
    series: (stackSets) =>
      stackSets.map(({ namespace, name, application, stacks }) => [{ namespace, stackset: name, application }, stacks.length]),
  },
  stackMetric('desired_traffic_weight', 'Percent of the traffic that the stack is asked to have.', ({ desiredWeight }) => desiredWeight),
  stackMetric('actual_traffic_weight', 'Percent of the traffic that the routes in Git give the stack.', ({ actualWeight }) => actualWeight),
  stackMetric('ready', '1 where the stack may get more traffic, else 0.', ({ ready }) => (ready === undefined ? undefined : Number(ready))),
  stackMetric('prescaling_active', '1 while the stack is prescaled, else 0.', ({ prescalingReplicas }) => Number(prescalingReplicas > 0)),
  stackMetric(
    'prescaling_replicas',
    'Pods that the stack is prescaled to; 0 while it is not.',
    ({ prescalingReplicas }) => prescalingReplicas,
  ),
  {
    name: 'stackset_sync_blocked',
    help: '1 for each reason that holds something of the StackSet back; no series where nothing does.',
    labelNames: ['namespace', 'stackset', 'reason'],
    series: (stackSets) =>
      stackSets.flatMap(({ namespace, name, blocked }) => blocked.map((reason) => [{ namespace, stackset: name, reason }, 1] as const)),
  },
  {
    name: 'stackset_sync_stacksets',
    help: 'StackSets by what they are; each counts once.',
    labelNames: ['condition'],
    series: (stackSets) => {
      const conditions = stackSets.map(({ blocked }) => conditionOf(blocked));
      return CONDITIONS.map((condition) => [{ condition }, conditions.filter((found) => found === condition).length]);
    },
  },
];

/**
 * Registers what is told of StackSets. A pass pays nothing for it, a scrape of 1,000 StackSets with 4 stacks a tenth of a second.
 * @param stackSets asked at each scrape; none where another replica decides
 */
export function registerStackSetMetrics(registry: Registry, stackSets: () => readonly StackSetFacts[]): void {
  for (const { name, help, labelNames, series } of STACK_SET_METRICS) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of series(stackSets())) this.set(labels, value);
      },
    });
  }
}
