import { type KubernetesObject, referenceTo } from '../model/kubernetes.ts';
import type { FieldPath, Problem, Severity } from '../model/problem.ts';

/** A finding about an object: an order to mend it, and where in it. */
export interface Finding {
  readonly reason: string;
  readonly path: FieldPath;
  readonly message: string;
  readonly remedy: string;
}

const problem = (severity: Severity, object: KubernetesObject, { reason, path, message, remedy }: Finding): Problem => ({
  severity,
  reason,
  object: referenceTo(object),
  path,
  message,
  remedy,
});

/** For what could not work. */
export const errorOn = (object: KubernetesObject, finding: Finding): Problem => problem('error', object, finding);

/** For what the original accepts and a person should still look at. */
export const warningOn = (object: KubernetesObject, finding: Finding): Problem => problem('warning', object, finding);
