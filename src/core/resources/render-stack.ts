import { isLeaving } from '../lifecycle/leaving.ts';
import { stackHash } from '../lifecycle/stack-hash.ts';
import { ORDINAL_ANNOTATION, STACK_HASH_ANNOTATION } from '../model/annotations.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackDecision } from '../model/stack-plan.ts';
import type { StackSet } from '../model/stack-set.ts';
import { backendPortOf } from './backend-port.ts';
import type { ChildRule, StackContext, StackSurroundings } from './child.ts';
import { inlineConfigMaps } from './config-map.ts';
import { deployment } from './deployment.ts';
import { type ConfigurationSource, frozenConfiguration } from './frozen-configuration.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingress, segmentIngress } from './ingress.ts';
import { withoutLeftOut } from './left-out.ts';
import { platformCredentialsSets } from './platform-credentials-set.ts';
import { routeGroup, segmentRouteGroup } from './route-group.ts';
import { service } from './service.ts';
import { synchronizedAnnotations } from './synchronize-annotations.ts';

/** The children of a stack, in the order in which they are written. A new kind is one file and one line here. */
const CHILDREN: readonly ChildRule[] = [
  deployment,
  service,
  horizontalPodAutoscaler,
  ingress,
  segmentIngress,
  routeGroup,
  segmentRouteGroup,
  platformCredentialsSets,
  inlineConfigMaps,
];

/** Those that bring requests; the first to go where all goes. */
const ROUTES: ReadonlySet<ChildRule> = new Set([ingress, segmentIngress, routeGroup, segmentRouteGroup]);

export interface RenderedStack {
  readonly stack: Stack;
  readonly children: readonly KubernetesObject[];
  readonly problems: readonly Problem[];
}

/** What the children of a stack depend on besides it: the StackSet's present routes, and what was decided. */
export function surroundingsOf(stackSet: StackSet, decision: StackDecision, config: RenderConfig): StackSurroundings {
  const { ingress: ingressSpec, routegroup } = stackSet.spec;
  const backendPort = backendPortOf(stackSet.spec);
  return {
    stackSetName: stackSet.metadata.name,
    decision,
    ...(isLeaving(stackSet) && { leaving: true as const }),
    ...(backendPort !== undefined && { backendPort }),
    synchronizedIngress: synchronizedAnnotations(ingressSpec?.metadata?.annotations, config.syncIngressAnnotations),
    synchronizedRouteGroup: synchronizedAnnotations(routegroup?.metadata?.annotations, config.syncIngressAnnotations),
  };
}

/**
 * A Stack and all its children. Objects that could not be built are left out and said among the problems.
 * @param sources ConfigMaps and Secrets that may be frozen with the stack: the package's for a new one, else its own copies
 */
export function renderStack(
  stack: Stack,
  surroundings: StackSurroundings,
  config: RenderConfig,
  sources: readonly ConfigurationSource[],
): RenderedStack {
  const context = contextOf(stack, surroundings, config);
  const rules = surroundings.decision.drained ? CHILDREN.filter((rule) => !ROUTES.has(rule)) : CHILDREN;
  const results = [...rules.map((rule) => rule(context)), frozenConfiguration(context, sources)];
  const { objects, problems } = withoutLeftOut(stack, {
    objects: results.flatMap((result) => result.objects),
    problems: results.flatMap((result) => result.problems),
  });
  return { stack, children: objects, problems };
}

/** All that the rules look at for one stack. */
export function contextOf(stack: Stack, surroundings: StackSurroundings, config: RenderConfig): StackContext {
  const backendPort = backendPortOf(stack.spec) ?? surroundings.backendPort;
  return { ...surroundings, ...(backendPort !== undefined && { backendPort }), stack, hash: hashOf(stack), config };
}

/** The Stack's own annotation, which is checked where a Stack is read: hashing anew took more than half of a render in memory (measured). */
const hashOf = (stack: Stack): string => stack.metadata.annotations?.[STACK_HASH_ANNOTATION] ?? stackHash(stack.spec);

/** Place in the order of creation, from 1; 0 for a Stack that this project did not make. */
export const ordinalOf = (stack: Stack): number => Number.parseInt(stack.metadata.annotations?.[ORDINAL_ANNOTATION] ?? '0', 10) || 0;
