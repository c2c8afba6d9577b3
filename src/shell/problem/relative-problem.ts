import { sep } from 'node:path';
import type { LocatedProblem } from './located-problem.ts';
import { pathsFrom } from './relative-path.ts';

/** Below it every path is as people write it. */
const ROOT = sep;

/** A problem with its paths as people at the working directory write them. */
export function relativeProblem(problem: LocatedProblem, workingDirectory: string): LocatedProblem {
  const words = (text: string): string =>
    workingDirectory === ROOT ? text : text.replaceAll(workingDirectory + sep, '').replaceAll(workingDirectory, '.');
  return {
    ...problem,
    message: words(problem.message),
    remedy: words(problem.remedy),
    ...(problem.file !== undefined && { file: pathsFrom(workingDirectory)(problem.file) }),
  };
}
