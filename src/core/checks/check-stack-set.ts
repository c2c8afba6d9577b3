import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import { misnamedConfiguration } from '../resources/configuration-name.ts';
import { onTemplate } from '../resources/template-problem.ts';
import { autoscalerLimitProblems } from './autoscaler-limits.ts';
import { autoscalerMetricProblems } from './autoscaler-metrics.ts';
import { backendPortProblems } from './backend-ports.ts';
import type { CheckContext, StackRule, StackSetRule } from './check-rule.ts';
import { configurationProblems } from './configuration-resources.ts';
import { containerProblems } from './containers.ts';
import { hostProblems } from './hosts.ts';
import { ingressPathProblems } from './ingress-path.ts';
import { labelProblems } from './labels.ts';
import { namespaceProblems } from './namespace.ts';
import { objectNameProblems } from './object-names.ts';
import { podLabelProblems } from './pod-labels.ts';
import { reservedNameProblems } from './reserved-names.ts';
import { resetDelayProblems } from './reset-delay.ts';
import { servicePortProblems } from './service-ports.ts';
import { targetPortProblems } from './target-ports.ts';
import { trafficProblems } from './traffic.ts';

/** A new rule about the StackSet is one file and one line here. */
const STACK_SET_RULES: readonly StackSetRule[] = [
  namespaceProblems,
  objectNameProblems,
  reservedNameProblems,
  labelProblems,
  resetDelayProblems,
  backendPortProblems,
  hostProblems,
  ingressPathProblems,
  trafficProblems,
];

/** A new rule about what becomes of the template is one file and one line here. */
const STACK_RULES: readonly StackRule[] = [
  podLabelProblems,
  containerProblems,
  servicePortProblems,
  targetPortProblems,
  autoscalerLimitProblems,
  autoscalerMetricProblems,
  misnamedConfiguration,
  configurationProblems,
];

/**
 * Everything about a StackSet that could not work (errors), or that the original accepts and a person should look at (warnings),
 * on the StackSet's own paths. The template is judged once, when it becomes a Stack.
 * @param stackSet one that fits its schema; for such a one this never throws
 */
export function checkStackSet(stackSet: StackSet, context: CheckContext): readonly Problem[] {
  const { created } = context;
  return [
    ...STACK_SET_RULES.flatMap((rule) => rule(stackSet, context)),
    ...(created ? STACK_RULES.flatMap((rule) => rule(created)).map((problem) => onTemplate(problem, stackSet)) : []),
  ];
}
