import { CONTROLLER_ANNOTATION, FORWARD_BACKEND_ANNOTATION } from '../model/annotations.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../model/render-config.ts';
import { fieldAt } from '../schema/field-at.ts';

/** The controller that the guide of a migration names in the annotation of a StackSet, to stop stackset-controller for it. */
export const OWN_CONTROLLER_ID = 'stackset-gitops';

/**
 * The settings that live objects show. What a controller was told and did not leave a trace of (`syncIngressAnnotations`) stays at its
 * default.
 */
export function guessConfig(objects: readonly KubernetesObject[]): RenderConfig {
  const stacks = objects.filter(({ kind }) => kind === 'Stack');
  const isFrozen = objects.some(
    ({ kind, metadata }) => kind === 'StackSet' && metadata.annotations?.[CONTROLLER_ANNOTATION] === OWN_CONTROLLER_ID,
  );
  return {
    ...DEFAULT_RENDER_CONFIG,
    clusterDomains: guessClusterDomains(stacks, objects),
    ...(isFrozen && { controllerId: OWN_CONTROLLER_ID }),
    forwardSupport: stacks.some(({ metadata }) => metadata.annotations?.[FORWARD_BACKEND_ANNOTATION] !== undefined),
  };
}

/** What follows a stack's name in the hosts of its own Ingress or RouteGroup, sorted. */
function guessClusterDomains(stacks: readonly KubernetesObject[], objects: readonly KubernetesObject[]): readonly string[] {
  const names = new Set(stacks.map(keyOf));
  const routes = objects.filter((object) => (object.kind === 'Ingress' || object.kind === 'RouteGroup') && names.has(keyOf(object)));
  const domains = routes.flatMap((route) => {
    const prefix = `${route.metadata.name}.`;
    return hostsOf(route).flatMap((host) => (host.startsWith(prefix) ? [host.slice(prefix.length)] : []));
  });
  return [...new Set(domains)].sort();
}

const keyOf = ({ metadata: { namespace = '', name } }: KubernetesObject): string => `${namespace}/${name}`;

function hostsOf(route: KubernetesObject): readonly string[] {
  const listed =
    route.kind === 'RouteGroup'
      ? fieldAt(route, ['spec', 'hosts'])
      : listOf(fieldAt(route, ['spec', 'rules'])).map((rule) => fieldAt(rule, ['host']));
  return listOf(listed).filter((host): host is string => typeof host === 'string');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
