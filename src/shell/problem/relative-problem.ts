import { relative, sep } from 'node:path';
import type { LocatedProblem } from './located-problem.ts';

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
    ...(problem.file !== undefined && { file: relative(workingDirectory, problem.file).split(sep).join('/') || '.' }),
  };
}
