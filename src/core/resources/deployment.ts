import type { Stack } from '../model/stack.ts';
import { type ChildRule, childMeta, NOTHING, rendered, type StackContext } from './child.ts';
import { forwardsTraffic } from './forward-backend.ts';
import { podLabels, podSelector } from './selector.ts';

/** The stack's pods. A stack that forwards to another cluster has none. */
export const deployment: ChildRule = (context) => {
  const { stack } = context;
  if (forwardsTraffic(stack)) return NOTHING;
  const { minReadySeconds, strategy, podTemplate } = stack.spec;
  const replicas = replicasInGit(context);
  const annotations = podTemplate.metadata?.annotations;
  return rendered({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: childMeta(context),
    spec: {
      ...(replicas !== undefined && { replicas }),
      ...(minReadySeconds && { minReadySeconds }),
      selector: { matchLabels: podSelector(stack) },
      ...(strategy && { strategy }),
      template: { metadata: { labels: podLabels(stack), ...(annotations && { annotations }) }, spec: podTemplate.spec },
    },
  });
};

/**
 * The number of pods that Git holds: 0 once scaled down; left out under an autoscaler, with which a GitOps tool would else
 * fight over the field; what prescaling holds ready, or what the person asked for.
 * Measured on a real API server under client-side and server-side apply: taking a 0 out again gives 1 pod at once, then the
 * autoscaler's minReplicas.
 */
function replicasInGit({ stack, decision }: StackContext): number | undefined {
  const wanted = wantedReplicas(stack, decision.prescaledReplicas);
  if (decision.scaledDown || wanted === 0) return 0;
  return stack.spec.autoscaler ? undefined : wanted;
}

/** Kubernetes' default is one pod. */
const wantedReplicas = (stack: Stack, prescaled: number | undefined): number => prescaled ?? stack.spec.replicas ?? 1;
