import { CONTROLLER_ANNOTATION, ORDINAL_ANNOTATION, STACKSET_LABEL } from '../../core/model/annotations.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { parseTimestamp } from '../../core/model/timestamp.ts';
import { ordinalOf } from '../../core/resources/render-stack.ts';
import { checkStackFields } from '../../core/schema/check-stack.ts';
import { checkStackSetFields } from '../../core/schema/check-stack-set.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { type LiveObject, listAt, textAt } from './live-object.ts';
import type { LiveObjects } from './live-objects.ts';
import { readStatuses } from './read-statuses.ts';

/** A StackSet of a dump, with its Stacks in the order of creation, each with its ordinal. */
export interface LiveStackSet {
  readonly stackSet: StackSet;
  readonly stacks: readonly Stack[];
  /** The dump's StackSetState, else what stackset-controller keeps in the statuses. */
  readonly state: StackSetState;
  /** Whether the state is read from statuses, because stackset-controller still decides. */
  readonly isOriginal: boolean;
  /** What a person should look at; nothing that keeps it from being planned. */
  readonly problems: readonly Problem[];
}

/** A StackSet that does not fit its schema, or one of whose Stacks or whose state does not: nothing can be said about it but why. */
export interface InvalidStackSet {
  readonly object: LiveObject;
  readonly problems: readonly Problem[];
}

export interface GroupedStackSets {
  /** By namespace, then name. */
  readonly stackSets: readonly LiveStackSet[];
  readonly invalid: readonly InvalidStackSet[];
}

/**
 * Finds the StackSets among live objects, with what belongs to each.
 * @param controllerId StackSets annotated for another controller are left alone
 */
export function groupStackSets(live: LiveObjects, controllerId: string): GroupedStackSets {
  const stackSets: LiveStackSet[] = [];
  const invalid: InvalidStackSet[] = [];
  for (const object of live.all.filter(({ kind }) => kind === 'StackSet').toSorted(byPlace)) {
    if ((textAt(object, ['metadata', 'annotations', CONTROLLER_ANNOTATION]) ?? '') !== controllerId) continue;
    const own = live.all.filter((candidate) => candidate.kind === 'Stack' && belongsTo(candidate, object));
    const state = live.find('StackSetState', object.metadata.namespace, object.metadata.name);
    const problems = [
      ...checked(object, checkStackSetFields),
      ...own.flatMap((stack) => checked(stack, checkStackFields)),
      ...(state ? checked(state, checkStateFields) : []),
    ];
    if (hasErrors(problems)) invalid.push({ object, problems });
    else stackSets.push(group(object as LiveObject & StackSet, own as unknown as readonly (LiveObject & Stack)[], state, live, problems));
  }
  return { stackSets, invalid };
}

function group(
  stackSet: LiveObject & StackSet,
  own: readonly (LiveObject & Stack)[],
  found: LiveObject | undefined,
  live: LiveObjects,
  problems: readonly Problem[],
): LiveStackSet {
  const stacks = numbered(own);
  const state = (found as unknown as StackSetState | undefined) ?? readStatuses(stackSet, stacks, live);
  return { stackSet, stacks, state, isOriginal: !found, problems };
}

/** A field that the schema does not know is no error here: what is live has worked, with or without it. */
function checked(object: LiveObject, check: (value: unknown) => readonly Problem[]): readonly Problem[] {
  return check(object).map((problem) => ({
    ...problem,
    ...(problem.reason === 'UnknownField' && { severity: 'warning' as const }),
    object: referenceTo(object),
  }));
}

/** By owner, where stackset-controller made the Stack; by label, where it was applied from Git. */
function belongsTo(stack: LiveObject, { metadata }: LiveObject): boolean {
  if (stack.metadata.namespace !== metadata.namespace) return false;
  const owners = listAt(stack, ['metadata', 'ownerReferences']);
  const uid = fieldAt(metadata, ['uid']);
  if (owners.length > 0 && uid !== undefined) return owners.some((owner) => fieldAt(owner, ['uid']) === uid);
  return textAt(stack, ['metadata', 'labels', STACKSET_LABEL]) === metadata.name && stack.metadata.name.startsWith(`${metadata.name}-`);
}

/** In the order of creation, each with its place in it as the ordinal that Git keeps instead of a time. */
function numbered(stacks: readonly (LiveObject & Stack)[]): readonly Stack[] {
  const created = ({ metadata: { creationTimestamp } }: LiveObject): number => parseTimestamp(creationTimestamp ?? '') ?? 0;
  return stacks
    .toSorted((a, b) => created(a) - created(b) || ordinalOf(a) - ordinalOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((stack, index): Stack => {
      const annotations = { ...stack.metadata.annotations, [ORDINAL_ANNOTATION]: String(index + 1) };
      return { ...stack, metadata: { ...stack.metadata, annotations } };
    });
}

function byPlace(a: LiveObject, b: LiveObject): number {
  const [left, right] = [a, b].map(({ metadata: { namespace = '', name } }) => `${namespace}\n${name}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
