import { formatPath } from '../../core/model/problem.ts';
import { asksForWeights } from './format-traffic.ts';
import type { PlannedEdit, TrafficAnswer } from './plan-traffic.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/**
 * What `-o json` prints; docs/reference/command-line.md describes it. Fields without a value are left out.
 * @param answer with paths as they are to be shown
 */
export function formatTrafficJson(answer: TrafficAnswer, isWritten: boolean): string {
  const problems = answer.problems.map((problem) => ({ ...problem, path: formatPath(problem.path) }));
  return `${JSON.stringify({ problems, ...resultOf(answer, isWritten) }, undefined, 2)}\n`;
}

function resultOf(answer: TrafficAnswer, isWritten: boolean): object {
  switch (answer.kind) {
    case 'impossible':
    case 'wrongUse':
      return {};
    case 'shown':
      return { stackSets: answer.stackSets.map(stackSetOf) };
    case 'edit':
      return { edit: editOf(answer, isWritten) };
  }
}

const identityOf = ({ stackSet: { metadata }, source }: StackSetTraffic): object => ({
  file: source.file,
  namespace: metadata.namespace,
  stackSet: metadata.name,
});

const stackSetOf = (traffic: StackSetTraffic): object => ({
  ...identityOf(traffic),
  hasState: traffic.hasState,
  stacks: traffic.stacks.map((name) => ({
    name,
    asked: asksForWeights(traffic) ? traffic.asked.get(name) : undefined,
    live: traffic.live.get(name),
  })),
});

const editOf = ({ traffic, before, after, change }: PlannedEdit, isWritten: boolean): object => ({
  ...identityOf(traffic),
  changed: change !== undefined,
  written: change !== undefined && isWritten,
  stacks: [...after].map(([name, weight]) => ({ name, before: before.get(name), after: weight })),
});
