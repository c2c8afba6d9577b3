import type { Problem, Severity } from '../../core/model/problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { YamlDocument, YamlProblem } from '../yaml/read.ts';

/** A problem with a file or folder as such. */
export const fileProblem = (file: string, severity: Severity, reason: string, message: string, remedy: string): LocatedProblem => ({
  severity,
  reason,
  path: [],
  message,
  remedy,
  file,
});

/** A file that is no YAML, or that kubectl would not take. */
export const yamlProblem = (file: string, { message, remedy, line, column }: YamlProblem): LocatedProblem => ({
  ...fileProblem(file, 'error', 'YamlInvalid', message, remedy),
  line,
  column,
});

/** Gives a problem of an object the place of its field, or of the nearest field above it that exists, and the object's name. */
export const locate = (problem: Problem, file: string, document: YamlDocument): LocatedProblem => ({
  ...nameOf(document.value),
  ...problem,
  file,
  ...document.positionOf(problem.path),
});

/** A check of fields takes documents of any shape, and so cannot name the object itself. */
function nameOf(value: unknown): Pick<Problem, 'object'> {
  const { apiVersion, kind, metadata } = value as { readonly [field in 'apiVersion' | 'kind' | 'metadata']?: unknown };
  const { name, namespace } = (metadata ?? {}) as { readonly [field in 'name' | 'namespace']?: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return {};
  return { object: { apiVersion, kind, ...(typeof namespace === 'string' && { namespace }), name } };
}
