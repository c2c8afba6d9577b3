import type { LackingChild } from '../model/decision.ts';
import type { ObservedChild, ObservedKind } from '../model/observation.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import { stackHosts } from '../resources/hosts.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';

/** `optional`: may be missing, but not be outdated. */
type Presence = 'required' | 'optional' | 'none';

interface ExpectedChild {
  readonly kind: ObservedKind;
  readonly name: string;
  readonly presence: Presence;
}

/**
 * The children that the cluster does not have as Git has them: Deployment, Service, autoscaler and routes must be there and up to
 * date, and none of a kind that the stack does not specify (the original's rule).
 * @param isObserved whether the Deployment controller has seen the newest Deployment
 */
export function lackingChildren(
  stack: Stack,
  live: readonly ObservedChild[],
  isObserved: boolean,
  config: RenderConfig,
): readonly LackingChild[] {
  const lacking: LackingChild[] = [];
  for (const { kind, name, presence } of expectedChildren(stack, config)) {
    const child = live.find((candidate) => candidate.kind === kind && candidate.name === name);
    if (!child) {
      if (presence === 'required') lacking.push({ kind, name, lack: 'missing' });
    } else if (presence === 'none') lacking.push({ kind, name, lack: 'leftover' });
    else if (!child.upToDate) lacking.push({ kind, name, lack: 'outdated' });
    else if (kind === 'Deployment' && !isObserved) lacking.push({ kind, name, lack: 'unobserved' });
  }
  return lacking;
}

function expectedChildren(stack: Stack, config: RenderConfig): readonly ExpectedChild[] {
  const { name } = stack.metadata;
  const { autoscaler, ingress, routegroup } = stack.spec;
  return [
    { kind: 'Deployment', name, presence: 'required' },
    { kind: 'Service', name, presence: 'required' },
    { kind: 'HorizontalPodAutoscaler', name, presence: autoscaler ? 'required' : 'none' },
    ...expectedRoutes('Ingress', name, ingress?.hosts, config),
    ...(config.routeGroups ? expectedRoutes('RouteGroup', name, routegroup?.hosts, config) : []),
  ];
}

/** @param hosts undefined where the stack has no such route */
function expectedRoutes(
  kind: 'Ingress' | 'RouteGroup',
  stackName: string,
  hosts: readonly string[] | undefined,
  config: RenderConfig,
): readonly ExpectedChild[] {
  const segment = `${stackName}${SEGMENT_SUFFIX}`;
  if (!hosts) {
    return [
      { kind, name: stackName, presence: 'none' },
      { kind, name: segment, presence: 'none' },
    ];
  }
  const hasOwnAddress = stackHosts(stackName, hosts, config.clusterDomains).length > 0;
  return [
    { kind, name: stackName, presence: hasOwnAddress ? 'required' : 'optional' },
    { kind, name: segment, presence: config.trafficProvider === 'skipper-segments' ? 'required' : 'optional' },
  ];
}
