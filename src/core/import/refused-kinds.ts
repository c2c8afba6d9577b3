import { childKindOf } from '../resources/child-kind.ts';
import type { RenderedStack } from '../resources/render-stack.ts';

/** Kinds that lead to a Service: stackset-controller makes none of them where it refuses the Service. */
const ROUTE_KINDS = ['Ingress', 'RouteGroup'];

/**
 * The kinds of children that stackset-controller does not make for a Stack, because it refuses them or what they need; sorted.
 * @param liveKinds of the Stack's children
 */
export function refusedKinds({ children, problems }: RenderedStack, liveKinds: ReadonlySet<string>): readonly string[] {
  const refused = problems.filter(({ severity }) => severity === 'error').flatMap(({ reason }) => childKindOf(reason) ?? []);
  const isUnreached = (kind: string): boolean =>
    refused.includes('Service') && !liveKinds.has(kind) && children.some((child) => child.kind === kind);
  return [...new Set([...refused, ...ROUTE_KINDS.filter(isUnreached)])].sort();
}
