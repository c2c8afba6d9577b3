import type { Problem } from '../model/problem.ts';
import { childKindOf } from '../resources/child-kind.ts';

/** Kinds that lead to a Service: stackset-controller makes none of them where it refuses the Service. */
const ROUTE_KINDS = ['Ingress', 'RouteGroup'];

/**
 * The kinds of children that stackset-controller refuses to make for a Stack, sorted.
 * @param problems what render says of the Stack
 * @param liveKinds of the Stack's children
 */
export function refusedKinds(problems: readonly Problem[], liveKinds: ReadonlySet<string>): readonly string[] {
  const refused = problems.filter(({ severity }) => severity === 'error').flatMap(({ reason }) => childKindOf(reason) ?? []);
  const unreached = refused.includes('Service') ? ROUTE_KINDS.filter((kind) => !liveKinds.has(kind)) : [];
  return [...new Set([...refused, ...unreached])].sort();
}
