import { STACK_HASH_ANNOTATION, STACKSET_LABEL } from '../../core/model/annotations.ts';
import { canonicalJson } from '../../core/model/canonical-json.ts';
import { type KubernetesObject, type ObjectReference, referenceTo } from '../../core/model/kubernetes.ts';
import type { PlannedStackSet } from '../../core/model/plan.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import { STACK_GENERATION_ANNOTATION } from '../kubernetes/observe-stacks.ts';
import { liveShape } from './live-shape.ts';

/** How an object differs from the live one of its name. */
export type ObjectChange =
  | { readonly action: 'create'; readonly object: ObjectReference; readonly after: KubernetesObject }
  | { readonly action: 'update'; readonly object: ObjectReference; readonly before: unknown; readonly after: KubernetesObject }
  | { readonly action: 'keep'; readonly object: ObjectReference }
  | { readonly action: 'remove'; readonly object: ObjectReference };

/** Kinds that are generated. Others, such as ReplicaSets, inherit labels and annotations from these. */
const GENERATED_KINDS: ReadonlySet<string> = new Set([
  'Deployment',
  'Service',
  'HorizontalPodAutoscaler',
  'Ingress',
  'RouteGroup',
  'PlatformCredentialsSet',
  'ConfigMap',
  'Secret',
]);

const isGenerated = ({ kind, metadata: { annotations } }: LiveObject): boolean =>
  GENERATED_KINDS.has(kind) && (annotations?.[STACK_HASH_ANNOTATION] ?? annotations?.[STACK_GENERATION_ANNOTATION]) !== undefined;

/** What applying a StackSet's objects would change, in their order; then the generated ones that would be pruned. */
export function objectChanges({ name, namespace, resources }: PlannedStackSet, live: LiveObjects): readonly ObjectChange[] {
  const wanted = new Set(resources.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  const leaving = live.all.filter(
    (object) =>
      object.metadata.labels?.[STACKSET_LABEL] === name &&
      object.metadata.namespace === namespace &&
      isGenerated(object) &&
      !wanted.has(`${object.kind}/${object.metadata.name}`),
  );
  return [
    ...resources.map((after): ObjectChange => {
      const object = referenceTo(after);
      const found = live.find(after.kind, namespace, after.metadata.name);
      if (!found) return { action: 'create', object, after };
      const before = liveShape(after, found);
      return canonicalJson(before) === canonicalJson(after) ? { action: 'keep', object } : { action: 'update', object, before, after };
    }),
    ...leaving.map((object): ObjectChange => ({ action: 'remove', object: referenceTo(object) })),
  ];
}
