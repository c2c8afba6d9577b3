import { importedStack, leavingOut } from '../../core/import/imported-stack.ts';
import { refusedKinds } from '../../core/import/refused-kinds.ts';
import { buildStack } from '../../core/lifecycle/build-stack.ts';
import type { ObjectReference } from '../../core/model/kubernetes.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import { type RenderedStack, renderStack, surroundingsOf } from '../../core/resources/render-stack.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { Owner } from '../package/file-headers.ts';
import type { LeftOut } from './import-plan.ts';
import type { LiveChildren } from './live-children.ts';
import { liveConfiguration } from './live-configuration.ts';

/** What a dump holds. */
export interface LiveCluster {
  readonly live: LiveObjects;
  readonly children: LiveChildren;
}

/** A Stack with its children as Git will have them. */
export interface ImportedStack {
  readonly plan: PlannedStack;
  readonly rendered: RenderedStack;
  /** Kinds of children that stackset-controller refuses. */
  readonly refused: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** @param known the live Stack, with its ordinal; undefined where the StackSet asks for a version that is not live yet */
export function importStack(
  plan: PlannedStack,
  known: Stack | undefined,
  { stackSet, config }: Owner,
  { live, children }: LiveCluster,
): ImportedStack {
  const stack = known ? importedStack(known, config) : buildStack(stackSet, plan.ordinal, config);
  const { sources, leftOut } = liveConfiguration(stack, live, config);
  const renderAs = (version: Stack): RenderedStack =>
    renderStack(version, surroundingsOf(stackSet, plan.decision, config), config, sources);
  const whole = renderAs(stack);
  const liveKinds = new Set(children.of(stack).map(({ kind }) => kind));
  const refused = refusedKinds(whole, liveKinds);
  return {
    plan,
    rendered: refused.length > 0 ? renderAs(leavingOut(stack, refused)) : whole,
    refused,
    leftOut: [...leftOut, ...refused.map((kind): LeftOut => ({ object: childReference(kind, stack), cause: { why: 'Refused' } }))],
  };
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Service: 'v1',
  Ingress: 'networking.k8s.io/v1',
};

const childReference = (kind: string, { metadata: { name, namespace } }: Stack): ObjectReference => ({
  apiVersion: API_VERSIONS[kind] ?? 'zalando.org/v1',
  kind,
  ...(namespace !== undefined && { namespace }),
  name,
});
