import { STACKSET_LABEL } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { fieldAt } from '../../core/schema/field-at.ts';

/** What the API server adds to an object's metadata, and stackset-controller reads. */
export interface LiveObject extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly creationTimestamp?: string;
    readonly generation?: number;
  };
}

/** Whether a value has what every object has: apiVersion, kind and a name, each a text. */
export function isLiveObject(value: unknown): value is LiveObject {
  const texts = [fieldAt(value, ['apiVersion']), fieldAt(value, ['kind']), fieldAt(value, ['metadata', 'name'])];
  const namespace = fieldAt(value, ['metadata', 'namespace']);
  return texts.every((text) => typeof text === 'string' && text !== '') && (namespace === undefined || typeof namespace === 'string');
}

/** The name of the StackSet that an object belongs to: a StackSet is its own, whatever else there is says so by its label. */
export const stackSetOf = ({ kind, metadata }: LiveObject): string | undefined =>
  kind === 'StackSet' ? metadata.name : metadata.labels?.[STACKSET_LABEL];

/** A field that must be a text, of an object of any shape. */
export function textAt(object: unknown, path: readonly (string | number)[]): string | undefined {
  const value = fieldAt(object, path);
  return typeof value === 'string' ? value : undefined;
}

/** A field that must be a finite number of 0 or more, of an object of any shape. */
export function countAt(object: unknown, path: readonly (string | number)[]): number | undefined {
  const value = fieldAt(object, path);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A list, of an object of any shape; empty where it is none. */
export function listAt(object: unknown, path: readonly (string | number)[]): readonly unknown[] {
  const value = fieldAt(object, path);
  return Array.isArray(value) ? value : [];
}
