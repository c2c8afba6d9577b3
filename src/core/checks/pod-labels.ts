import { STACK_VERSION_LABEL, STACKSET_LABEL } from '../model/annotations.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { LABEL_VALUE, nameFault } from './name-format.ts';

/**
 * Labels that the template gives the pods: they win over the stack's, so one that says another stack takes the pods out of the
 * Deployment's selector, and the API server refuses a Deployment whose selector does not match its template.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
 */
export const podLabelProblems: StackRule = (stack) => {
  const selected = stack.metadata.labels ?? {};
  return Object.entries(stack.spec.podTemplate.metadata?.labels ?? {}).flatMap(([key, value]) => {
    const path = ['spec', 'podTemplate', 'metadata', 'labels', key];
    if ((key === STACKSET_LABEL || key === STACK_VERSION_LABEL) && value !== selected[key]) {
      const message = `the pods would not be found: the selector asks for ${key}: ${selected[key]}, and they would have ${JSON.stringify(value)}`;
      return [errorOn(stack, { reason: 'PodLabelContradictsSelector', path, message, remedy: 'Remove the label: it is set by itself.' })];
    }
    const fault = nameFault(value, LABEL_VALUE);
    if (fault === undefined) return [];
    const message = `no label can have the value ${JSON.stringify(value)}: it ${fault}`;
    return [errorOn(stack, { reason: 'LabelInvalid', path, message, remedy: 'Shorten or rewrite the value, or make it an annotation.' })];
  });
};
