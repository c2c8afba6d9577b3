import type { DecisionEvent, TrafficChange } from '../model/decision.ts';
import type { StackSituation } from './situation.ts';

/** What changes, for commit messages and people: stacks that come, traffic, pods, stacks that leave. */
export function decisionEvents(stacks: readonly StackSituation[]): readonly DecisionEvent[] {
  const changes = stacks.flatMap(trafficChange);
  return [
    ...stacks.flatMap(({ name, created }): readonly DecisionEvent[] => (created ? [{ type: 'StackCreated', stack: name }] : [])),
    ...(changes.length > 0 ? [{ type: 'TrafficSwitched' as const, changes }] : []),
    ...stacks.flatMap(podEvents),
    ...stacks.flatMap(({ name, remove }): readonly DecisionEvent[] => (remove ? [{ type: 'StackRemoved', stack: name }] : [])),
  ];
}

function trafficChange({ name, weightInGit, state }: StackSituation): readonly TrafficChange[] {
  return weightInGit === state.weight ? [] : [{ stack: name, from: weightInGit, to: state.weight }];
}

function podEvents({ name, before, state }: StackSituation): readonly DecisionEvent[] {
  const { prescaling } = state;
  const old = before?.prescaling;
  const events: DecisionEvent[] = [];
  if (before?.scaledDown && !state.scaledDown) events.push({ type: 'StackRevived', stack: name });
  if (prescaling && (prescaling.replicas !== old?.replicas || prescaling.desiredWeight !== old.desiredWeight)) {
    events.push({ type: 'Prescaled', stack: name, replicas: prescaling.replicas, weight: prescaling.desiredWeight });
  }
  if (old && !prescaling) events.push({ type: 'PrescalingReset', stack: name });
  if (state.scaledDown && !before?.scaledDown) events.push({ type: 'StackScaledDown', stack: name });
  return events;
}
