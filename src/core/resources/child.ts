import { STACK_HASH_ANNOTATION } from '../model/annotations.ts';
import { type KubernetesObject, type ObjectMeta, type PortReference, referenceTo, type StringMap } from '../model/kubernetes.ts';
import type { FieldPath, Problem, Severity } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackDecision } from '../model/stack-plan.ts';
import { protect } from './prune-protection.ts';

/** What the children of a stack depend on besides the Stack itself. Where none of it changed, neither did they. */
export interface StackSurroundings {
  readonly stackSetName: string;
  readonly decision: StackDecision;
  /** Set where the StackSet is to leave the cluster: nothing is protected from pruning. */
  readonly leaving?: true;
  /** The StackSet's, for a stack that froze none itself. */
  readonly backendPort?: PortReference;
  /** Annotations that follow the StackSet on the segments: present, or named in the config and to be removed. */
  readonly synchronizedIngress: StringMap;
  readonly synchronizedRouteGroup: StringMap;
}

export interface StackContext extends StackSurroundings {
  readonly stack: Stack;
  /** Of the Stack's spec; see `lifecycle/stack-hash.ts`. */
  readonly hash: string;
  readonly config: RenderConfig;
  /** The stack's own port, else the StackSet's; undefined where nothing routes to it. */
  readonly backendPort?: PortReference;
}

/** Objects that a rule gives, and what it found wrong; an object with an error is left out. */
export interface Rendered {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly Problem[];
}

/** Builds the children of one kind. A new kind is one file with such a rule, and one line in `render-stack.ts`. */
export type ChildRule = (context: StackContext) => Rendered;

export const NOTHING: Rendered = { objects: [], problems: [] };

export const rendered = (...objects: readonly KubernetesObject[]): Rendered => ({ objects, problems: [] });

/** A problem of a Stack, with a path below its root. */
export function stackProblem(stack: Stack, severity: Severity, reason: string, path: FieldPath, message: string, remedy: string): Problem {
  return { severity, reason, object: referenceTo(stack), path, message, remedy };
}

/**
 * Metadata of a child: the Stack's name, namespace and labels, the hash of its spec, and while it has traffic the
 * annotations that keep it from being pruned, unless its StackSet is to leave.
 */
export function childMeta(
  context: StackContext,
  { suffix = '', annotations = {} }: { readonly suffix?: string; readonly annotations?: StringMap } = {},
): ObjectMeta {
  const { name, namespace, labels } = context.stack.metadata;
  return {
    name: `${name}${suffix}`,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    annotations: withOwnAnnotations(annotations, context),
  };
}

/** A person's annotations, with those that this project adds to what it generates for a stack. */
export function withOwnAnnotations(
  annotations: StringMap,
  { hash, decision, leaving }: Pick<StackContext, 'hash' | 'decision' | 'leaving'>,
): StringMap {
  const marked = { ...annotations, [STACK_HASH_ANNOTATION]: hash };
  return decision.weight > 0 && !leaving ? protect(marked) : marked;
}
