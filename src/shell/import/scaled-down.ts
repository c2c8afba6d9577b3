import type { Stack } from '../../core/model/stack.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { countAt } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';

/**
 * Names of the stacks that stackset-controller has scaled down, which it notes nowhere: those without traffic whose Deployment was set
 * to no pods and whose autoscaler is gone. Where the template itself says `replicas: 0` the autoscaler stays.
 */
export function scaledDownStacks(stacks: readonly Stack[], state: StackSetState, live: LiveObjects): ReadonlySet<string> {
  const idle = new Set(state.spec.stacks?.filter(({ weight }) => weight === 0).map(({ name }) => name));
  const isDown = ({ metadata: { name, namespace }, spec }: Stack): boolean => {
    const deployment = live.find('Deployment', namespace, name);
    if (!deployment || countAt(deployment, ['spec', 'replicas']) !== 0) return false;
    return spec.autoscaler ? !live.find('HorizontalPodAutoscaler', namespace, name) : spec.replicas !== 0;
  };
  return new Set(stacks.filter((stack) => idle.has(stack.metadata.name) && isDown(stack)).map(({ metadata }) => metadata.name));
}
