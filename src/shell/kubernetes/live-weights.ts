import { SKIPPER_PREDICATE_ANNOTATION } from '../../core/model/annotations.ts';
import type { Segment } from '../../core/traffic/segments.ts';
import { type LiveObject, listAt, textAt } from './live-object.ts';

const TRAFFIC_SEGMENT = /TrafficSegment\(\s*([\d.]+)\s*,\s*([\d.]+)\s*\)/;

/**
 * The segment of a live `-traffic-segment` Ingress or RouteGroup. One without a readable predicate takes every request, as Skipper
 * reads it.
 */
export function liveSegment(route: LiveObject): Segment {
  const predicates =
    route.kind === 'Ingress'
      ? [textAt(route, ['metadata', 'annotations', SKIPPER_PREDICATE_ANNOTATION])]
      : listAt(route, ['spec', 'routes', 0, 'predicates']);
  for (const predicate of predicates) {
    const match = TRAFFIC_SEGMENT.exec(typeof predicate === 'string' ? predicate : '');
    const [lower, upper] = [Number(match?.[1]), Number(match?.[2])];
    if (upper >= lower) return [lower, upper];
  }
  return [0, 1];
}

/** The weight in percent of a segment; ten digits take away what subtracting doubles leaves behind. */
export const segmentWeight = ([lower, upper]: Segment): number => Math.round((upper - lower) * 1e12) / 1e10;

/** The weights that a StackSet's own live Ingress or RouteGroup gives its stacks, in percent, by name; all 0 where it holds none. */
export function liveBackendWeights(route: LiveObject, annotationKey: string): ReadonlyMap<string, number> {
  const weights = new Map(route.kind === 'Ingress' ? ingressWeights(route, annotationKey) : routeGroupWeights(route));
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return new Map([...weights].map(([name, weight]) => [name, sum > 0 ? (weight / sum) * 100 : 0]));
}

type Weight = readonly [name: string, weight: number];

const isWeight = (value: unknown): value is number => typeof value === 'number' && value >= 0;

function ingressWeights(route: LiveObject, annotationKey: string): readonly Weight[] {
  try {
    const weights: unknown = JSON.parse(textAt(route, ['metadata', 'annotations', annotationKey]) ?? '{}');
    return Object.entries(weights ?? {}).filter((entry): entry is [string, number] => isWeight(entry[1]));
  } catch {
    return [];
  }
}

function routeGroupWeights(route: LiveObject): readonly Weight[] {
  return listAt(route, ['spec', 'defaultBackends']).flatMap((backend): readonly Weight[] => {
    const { backendName, weight = 0 } = (backend ?? {}) as { readonly backendName?: unknown; readonly weight?: unknown };
    return typeof backendName === 'string' && isWeight(weight) ? [[backendName, weight]] : [];
  });
}
