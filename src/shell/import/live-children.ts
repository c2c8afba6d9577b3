import { STACK_HASH_ANNOTATION, STACK_VERSION_LABEL, STACKSET_LABEL } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { type LiveObject, listAt } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import { STACK_GENERATION_ANNOTATION } from '../kubernetes/observe-stacks.ts';

/** The live objects that were generated for a Stack or a StackSet: by their owner or, where they were orphaned, by what was noted on them. */
export class LiveChildren {
  readonly #byParent = new Map<string, LiveObject[]>();

  constructor({ all }: LiveObjects) {
    for (const object of all) {
      if (object.kind === 'Stack') continue;
      for (const parent of parentsOf(object)) this.#byParent.set(parent, [...(this.#byParent.get(parent) ?? []), object]);
    }
  }

  /** In the order of the dump's objects, by kind and name. */
  of(parent: KubernetesObject): readonly LiveObject[] {
    return namesOf(parent).flatMap((name) => this.#byParent.get(name) ?? []);
  }

  /** Whether an object belongs to some Stack, in the dump or not. */
  isOfAStack(object: LiveObject): boolean {
    return object.kind !== 'Stack' && parentsOf(object).some((parent) => !parent.startsWith('StackSet\n'));
  }
}

/** What a parent is found by; a Stack also by its labels. */
function namesOf({ kind, metadata: { namespace = '', name, labels = {} } }: KubernetesObject): readonly string[] {
  const byName = [kind, namespace, name].join('\n');
  return kind === 'Stack' ? [byName, labelled(namespace, labels)] : [byName];
}

/** An owner has the last word; labels can be anyone's, so they count only on what was generated. */
function parentsOf(object: LiveObject): readonly string[] {
  const { namespace = '', labels = {}, annotations = {} } = object.metadata;
  const owners = listAt(object, ['metadata', 'ownerReferences']);
  if (owners.length > 0) {
    return owners.flatMap((owner) => {
      const kind = fieldAt(owner, ['kind']);
      return kind === 'Stack' || kind === 'StackSet' ? [[kind, namespace, fieldAt(owner, ['name'])].join('\n')] : [];
    });
  }
  const isGenerated = annotations[STACK_GENERATION_ANNOTATION] !== undefined || annotations[STACK_HASH_ANNOTATION] !== undefined;
  return isGenerated ? [labelled(namespace, labels)] : [];
}

const labelled = (namespace: string, labels: Readonly<Record<string, string>>): string =>
  ['labels', namespace, labels[STACKSET_LABEL], labels[STACK_VERSION_LABEL]].join('\n');
