import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import { suggest } from '../schema/suggest.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import type { CheckContext } from './check-rule.ts';
import { warningOn } from './finding.ts';

/**
 * What `spec.traffic` says that has no effect. The original accepts all of it: it forgets stacks that do not exist, takes the last of
 * two entries, and where no weight is left keeps or chooses a stack by itself.
 */
export function trafficProblems(stackSet: StackSet, context: CheckContext): readonly Problem[] {
  const { traffic } = stackSet.spec;
  if (traffic === undefined || traffic.length === 0) return [];
  if (!hasRoutes(stackSet)) return [withoutRoutes(stackSet)];
  return [...unknownStacks(stackSet, context), ...repeatedStacks(stackSet), ...withoutWeight(stackSet, context)];
}

function unknownStacks(stackSet: StackSet, { stackNames }: CheckContext): readonly Problem[] {
  const known = stackNames.length === 0 ? 'it has none' : `it has ${stackNames.join(', ')}`;
  return (stackSet.spec.traffic ?? []).flatMap(({ stackName }, index) => {
    if (stackNames.includes(stackName)) return [];
    const near = suggest(stackName, stackNames);
    return [
      warningOn(stackSet, {
        reason: 'TrafficForUnknownStack',
        path: ['spec', 'traffic', index, 'stackName'],
        message: `the StackSet has no stack ${JSON.stringify(stackName)} (${known}), so its weight is ignored`,
        remedy: near ? `Write ${near}, if that is meant.` : 'Name one of its stacks, or remove the entry.',
      }),
    ];
  });
}

function repeatedStacks(stackSet: StackSet): readonly Problem[] {
  const traffic = stackSet.spec.traffic ?? [];
  return traffic.flatMap(({ stackName }, index) => {
    const last = traffic.findLastIndex((entry) => entry.stackName === stackName);
    if (last === index) return [];
    return [
      warningOn(stackSet, {
        reason: 'TrafficRepeated',
        path: ['spec', 'traffic', index],
        message: `${stackName} is listed again below; the last entry counts, and this one is ignored`,
        remedy: 'Keep one entry for each stack.',
      }),
    ];
  });
}

function withoutWeight(stackSet: StackSet, { stackNames }: CheckContext): readonly Problem[] {
  const asked = new Map(stackSet.spec.traffic?.map(({ stackName, weight }) => [stackName, weight]));
  if (stackNames.length === 0 || stackNames.some((name) => (asked.get(name) ?? 0) > 0)) return [];
  return [
    warningOn(stackSet, {
      reason: 'TrafficWithoutWeight',
      path: ['spec', 'traffic'],
      message: 'no stack that exists gets a weight above 0, so traffic stays as it is; in a new package the oldest stack has it all',
      remedy: `Give a weight to one of ${stackNames.join(', ')}, or remove traffic.`,
    }),
  ];
}

function withoutRoutes(stackSet: StackSet): Problem {
  return warningOn(stackSet, {
    reason: 'TrafficWithoutRoutes',
    path: ['spec', 'traffic'],
    message: 'the StackSet has no ingress, routegroup or externalIngress, so the weights have no effect',
    remedy: 'Add one of them, or remove traffic.',
  });
}
