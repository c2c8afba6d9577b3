import { PRUNE_PROTECTION, STACK_HASH_ANNOTATION } from '../model/annotations.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { OBSERVED_KINDS, type ObservedChild, type ObservedKind, type ObservedRoute } from '../model/observation.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Rendering } from '../render.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';
import type { LiveAutoscaler, LiveCluster, LiveDeployment, LiveStack } from './live-cluster.ts';

/** Kubernetes' default of `spec.behavior.scaleDown.stabilizationWindowSeconds`. */
const STABILIZATION = 300;

/**
 * What a GitOps tool makes of a commit: everything in Git is applied, and what left Git is pruned, unless the live object is still
 * protected from that.
 */
export function applyRendering(cluster: LiveCluster, rendering: Rendering, config: RenderConfig): LiveCluster {
  const applied = rendering.stacks.map(({ stack: { metadata }, children, plan }): readonly [string, LiveStack] => {
    const hash = metadata.annotations?.[STACK_HASH_ANNOTATION];
    const live = cluster.get(metadata.name);
    const observed = children.filter(isObserved).map((child) => observeChild(child, hash));
    const names = new Set(observed.map(({ kind, name }) => `${kind} ${name}`));
    const kept = live?.children.filter(({ kind, name, pruneProtected }) => pruneProtected && !names.has(`${kind} ${name}`)) ?? [];
    const deployment = children.find(({ kind }) => kind === 'Deployment');
    const autoscaler = children.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    return [
      metadata.name,
      {
        children: [...observed, ...kept],
        routes: routesOf(metadata.name, observed, rendering.routes, plan.decision.weight, config),
        ...(deployment && { deployment: applyDeployment(live?.deployment, deployment) }),
        ...(autoscaler && { autoscaler: readAutoscaler(autoscaler) }),
        recommendations: autoscaler ? (live?.recommendations ?? []) : [],
        crashes: live?.crashes ?? false,
      },
    ];
  });
  const names = new Set(applied.map(([name]) => name));
  return new Map([...applied, ...[...cluster].filter(([name]) => !names.has(name)).flatMap(prune)]);
}

function prune([name, live]: readonly [string, LiveStack]): readonly (readonly [string, LiveStack])[] {
  const children = live.children.filter(({ pruneProtected }) => pruneProtected);
  return children.length > 0 ? [[name, { ...live, children }]] : [];
}

const isObserved = ({ kind }: KubernetesObject): boolean => (OBSERVED_KINDS as readonly string[]).includes(kind);

function observeChild({ kind, metadata: { name, annotations = {} } }: KubernetesObject, hash: string | undefined): ObservedChild {
  return {
    kind: kind as ObservedKind,
    name,
    upToDate: annotations[STACK_HASH_ANNOTATION] === hash,
    pruneProtected: Object.entries(PRUNE_PROTECTION).some(([key, value]) => annotations[key]?.split(',').includes(value)),
  };
}

function routesOf(
  stack: string,
  children: readonly ObservedChild[],
  ownRoutes: readonly KubernetesObject[],
  weight: number,
  { trafficProvider, weightPrecision }: RenderConfig,
): readonly ObservedRoute[] {
  return (['Ingress', 'RouteGroup'] as const).flatMap((kind): readonly ObservedRoute[] => {
    const isRouted =
      trafficProvider === 'skipper-segments'
        ? children.some((child) => child.kind === kind && child.name === `${stack}${SEGMENT_SUFFIX}`)
        : ownRoutes.some((route) => route.kind === kind);
    const step = trafficProvider === 'skipper-weights' && kind === 'RouteGroup' ? 1 : weightPrecision;
    return isRouted ? [{ kind, weight, step }] : [];
  });
}

/**
 * A number that Git leaves out stays as the autoscaler had it; one that Git takes out again is 1 at first, as measured on a real API
 * server, and then the autoscaler's.
 */
function applyDeployment(live: LiveDeployment | undefined, { spec }: KubernetesObject): LiveDeployment {
  const { replicas: replicasInGit } = spec as { readonly replicas?: number };
  if (replicasInGit !== undefined) return { replicasInGit, replicas: replicasInGit, pods: live?.pods ?? [] };
  return { replicas: live && live.replicasInGit === undefined ? live.replicas : 1, pods: live?.pods ?? [] };
}

interface AutoscalerSpec {
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly behavior?: { readonly scaleDown?: { readonly stabilizationWindowSeconds?: number } };
}

function readAutoscaler({ spec }: KubernetesObject): LiveAutoscaler {
  const { minReplicas = 1, maxReplicas, behavior } = spec as AutoscalerSpec;
  const stabilization = behavior?.scaleDown?.stabilizationWindowSeconds ?? STABILIZATION;
  return { minReplicas, maxReplicas, stabilization };
}
