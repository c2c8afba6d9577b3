import { LEFT_OUT_ANNOTATION } from '../model/annotations.ts';
import type { Stack } from '../model/stack.ts';
import type { Rendered } from './child.ts';
import { childKindOf } from './child-kind.ts';

/**
 * Takes away the kinds that `import` left out, for stackset-controller had refused them: what is live of them stays as it is. That they
 * cannot be made is a warning then, for everything else of the stack works.
 */
export function withoutLeftOut(stack: Stack, { objects, problems }: Rendered): Rendered {
  const annotation = stack.metadata.annotations?.[LEFT_OUT_ANNOTATION];
  if (annotation === undefined) return { objects, problems };
  const kinds = annotation.split(',');
  return {
    objects: objects.filter(({ kind }) => !kinds.includes(kind)),
    problems: problems.map((problem) =>
      kinds.includes(childKindOf(problem.reason) ?? '') ? { ...problem, severity: 'warning' } : problem,
    ),
  };
}
