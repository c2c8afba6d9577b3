import { type ChangedField, changedFields } from '../../core/import/first-apply.ts';
import { type KubernetesObject, type ObjectReference, referenceTo } from '../../core/model/kubernetes.ts';
import { type FieldPath, formatPath, type Problem, type Severity } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { SEGMENT_SUFFIX } from '../../core/resources/ingress.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';

/** Fields named in a message; the rest is counted. */
const MOST_FIELDS = 5;

interface Finding {
  readonly reason: string;
  readonly message: string;
  readonly remedy: string;
  readonly path?: FieldPath;
}

const problem = (severity: Severity, object: ObjectReference, { path = [], ...finding }: Finding): Problem => ({
  severity,
  object,
  path,
  ...finding,
});

/** The same object twice, differently: which of them is live cannot be told. */
export const repeatedObject = (object: KubernetesObject): Problem =>
  problem('error', referenceTo(object), {
    reason: 'DumpObjectRepeated',
    message: 'the dump holds this object twice, and differently',
    remedy: 'Take one dump of one cluster, at one time.',
  });

export const versionNotLive = (stackSet: StackSet, { name, decision }: PlannedStack): Problem =>
  problem('warning', referenceTo(stackSet), {
    reason: 'VersionNotLive',
    path: ['spec', 'stackTemplate', 'spec', 'version'],
    message: `${name} is asked for and not live yet, so the first apply makes it, with ${decision.weight} % of the traffic`,
    remedy: 'Take the dump again once stackset-controller has made it, or leave it to the first apply.',
  });

/** A dump without some of the Stacks would make a package without them. */
export const dumpIncomplete = (stackSet: StackSet, counted: number, found: number): Problem =>
  problem('warning', referenceTo(stackSet), {
    reason: 'DumpIncomplete',
    path: ['status', 'stacks'],
    message: `the status counts ${counted} Stacks and the dump holds ${found}, so the package lacks the others`,
    remedy: 'Take the dump with all Stacks, unless one was just deleted.',
  });

/** Names become file names; no API server has such, but a dump is only a file. */
export const stackNameInvalid = (stack: KubernetesObject, fault: string): Problem =>
  problem('error', referenceTo(stack), {
    reason: 'StackNameInvalid',
    path: ['metadata', 'name'],
    message: `no Stack can be called that: the name ${fault}`,
    remedy: 'Take the dump with `kubectl get -o json`, and do not edit it.',
  });

export const weightsScaled = (stackSet: StackSet): Problem =>
  problem('warning', referenceTo(stackSet), {
    reason: 'WeightsScaled',
    path: ['status', 'traffic'],
    message: 'the weights of the Stacks that exist do not sum to 100, so the first apply closes the gap between their segments',
    remedy: 'Take the dump again once stackset-controller has scaled them, or leave it to the first apply.',
  });

/** What a first apply would change of what is live: a warning for each object. */
export function firstApplyProblems(
  rendered: readonly KubernetesObject[],
  live: LiveObjects,
  { syncIngressAnnotations }: RenderConfig,
): readonly Problem[] {
  return rendered.flatMap((object): readonly Problem[] => {
    const found = live.find(object.kind, object.metadata.namespace, object.metadata.name);
    if (!found) return [notLive(object)];
    const changes = changedFields(withoutLabelsOfConfiguration(object), found);
    const staying = object.metadata.name.endsWith(SEGMENT_SUFFIX) ? lostAnnotations(object, found, syncIngressAnnotations) : [];
    return [...(changes.length > 0 ? [changed(object, changes)] : []), ...staying.map((key) => annotationStays(object, key))];
  });
}

/** Annotations that the StackSet had once and its segments still have. */
const lostAnnotations = (rendered: KubernetesObject, live: KubernetesObject, keys: readonly string[]): readonly string[] =>
  keys.filter((key) => live.metadata.annotations?.[key] !== undefined && rendered.metadata.annotations?.[key] === undefined);

const annotationStays = (object: KubernetesObject, key: string): Problem =>
  problem('warning', referenceTo(object), {
    reason: 'AnnotationStaysLive',
    path: ['metadata', 'annotations', key],
    message: 'the StackSet has lost this annotation, and it stays on the live object, for an apply takes away only what an apply has set',
    remedy: `Take it away by \`kubectl annotate ${object.kind.toLowerCase()} ${object.metadata.name} ${key}-\` after the migration.`,
  });

/** Frozen copies get their stack's labels, which the live ConfigMap never had and nothing looks at. */
function withoutLabelsOfConfiguration(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'ConfigMap') return object;
  const { labels: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const notLive = (object: KubernetesObject): Problem =>
  problem('warning', referenceTo(object), {
    reason: 'ObjectNotInDump',
    message: 'the dump does not hold this object of a Stack; where it is not live either, the first apply makes it',
    remedy: `Take the dump with all kinds that Stacks have, ${object.kind} too, and see that the settings are the controller's.`,
  });

function changed(object: KubernetesObject, changes: readonly ChangedField[]): Problem {
  const named = changes
    .slice(0, MOST_FIELDS)
    .map(({ path, live, rendered }) => `${formatPath(path)} (${short(live)}, then ${short(rendered)})`);
  const rest = changes.length > MOST_FIELDS ? ` and ${changes.length - MOST_FIELDS} more` : '';
  return problem('warning', referenceTo(object), {
    reason: 'FirstApplyChanges',
    message: `the first apply changes ${named.join(', ')}${rest}`,
    remedy: "See that the settings are the controller's, and whether someone has edited the live object by hand.",
  });
}

const MOST_CHARACTERS = 60;

function short(value: unknown): string {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'missing';
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
