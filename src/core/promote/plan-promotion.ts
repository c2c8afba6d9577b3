import { buildStackSpec } from '../lifecycle/build-stack.ts';
import type { Stack, StackSpec } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { mergeTemplate, type TemplateMerge, type TemplatePath } from './merge-template.ts';

/** How many pods a cluster needs is its own affair. */
const KEPT_FIELDS: readonly TemplatePath[] = [['replicas'], ['autoscaler', 'minReplicas'], ['autoscaler', 'maxReplicas']];

/** A StackSet as one cluster has it. */
export interface Side {
  readonly stackSet: StackSet;
  /** In Git. */
  readonly stacks: readonly Stack[];
}

export type Promotion =
  /** The target is at the source's version. */
  | { readonly kind: 'nothing' }
  /** The target has a stack of that version: traffic leads back to it, not another promotion. */
  | { readonly kind: 'known'; readonly stack: string }
  /** Paths are from `spec.stackTemplate.spec`. */
  | ({ readonly kind: 'promotion'; readonly from: string; readonly to: string; readonly isBaseKnown: boolean } & TemplateMerge);

/**
 * What brings a StackSet of one cluster to the version that another cluster has. Only the template of its stacks changes: what the source
 * changed in it since it was itself at the target's version, which its Stack of that version tells.
 */
export function planPromotion(source: Side, target: Side): Promotion {
  const [from, to] = [versionOf(target.stackSet), versionOf(source.stackSet)];
  if (from === to) return { kind: 'nothing' };
  const known = stackOf(target, to);
  if (known) return { kind: 'known', stack: known.metadata.name };
  const base = stackOf(source, from);
  const merge = mergeTemplate({
    base: base && templateOf(base.spec),
    source: templateOf(buildStackSpec(source.stackSet)),
    target: templateOf(buildStackSpec(target.stackSet)),
    kept: KEPT_FIELDS,
  });
  return { kind: 'promotion', from, to, isBaseKnown: base !== undefined, ...merge };
}

const versionOf = ({ spec }: StackSet): string => spec.stackTemplate.spec.version ?? '';

const stackOf = ({ stackSet, stacks }: Side, version: string): Stack | undefined =>
  stacks.find(({ metadata }) => metadata.name === `${stackSet.metadata.name}-${version}`);

/** Without the routes, which are the cluster's own. */
function templateOf({ ingress: _ingress, externalIngress: _external, routegroup: _routes, ...template }: StackSpec): object {
  return template;
}
