import type { ObjectReference } from './kubernetes.ts';

/** Where in an object, from its root: `['spec', 'traffic', 0, 'weight']`. */
export type FieldPath = readonly (string | number)[];

/** An error is for what could not work; a warning for what the original accepts and a person should still look at. */
export type Severity = 'error' | 'warning';

/**
 * Something wrong with an object, as a value: every check returns all it finds, nothing is thrown.
 * The shell adds file and line; see `shell/package/locate.ts`.
 */
export interface Problem {
  readonly severity: Severity;
  /** Stable name for programs and searches, in UpperCamelCase: `UnknownField`, `BackendPortMismatch`. */
  readonly reason: string;
  readonly object?: ObjectReference;
  readonly path: FieldPath;
  /** What is wrong, without place: "backendPort 8080 is none of the service's ports (http 80)". */
  readonly message: string;
  /** What to do about it, as an order: "Name one of 80, http." */
  readonly remedy: string;
}

/** `spec.traffic[0].weight`; keys that are no identifiers are quoted: `metadata.annotations["a/b"]`. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

export const hasErrors = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === 'error');
