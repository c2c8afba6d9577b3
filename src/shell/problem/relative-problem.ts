import { sep } from 'node:path';
import type { LocatedProblem } from './located-problem.ts';
import { pathsFrom } from './relative-path.ts';

/** The root of a disk or of a commit: other words than paths hold it too. */
const ROOT = sep;

/** A problem with its paths as people at the working directory write them. */
export function relativeProblem(problem: LocatedProblem, workingDirectory: string): LocatedProblem {
  const { file } = problem;
  const path = pathsFrom(workingDirectory);
  const words = (text: string): string => {
    if (workingDirectory !== ROOT) return text.replaceAll(workingDirectory + sep, '').replaceAll(workingDirectory, '.');
    return file === undefined || file === ROOT ? text : text.replaceAll(file, path(file));
  };
  return {
    ...problem,
    message: words(problem.message),
    remedy: words(problem.remedy),
    ...(file !== undefined && { file: path(file) }),
  };
}
