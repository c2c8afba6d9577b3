import { sep } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import type { OutputPlan } from './plan-output.ts';
import type { RenderedPackage, RenderPlan } from './render-plan.ts';

/** Puts the plans of all output folders together, with paths as people at the working directory write them. */
export function relativePlan(workingDirectory: string, outputs: readonly OutputPlan[], problems: readonly LocatedProblem[]): RenderPlan {
  const path = pathsFrom(workingDirectory);
  return {
    changes: hasErrors(problems)
      ? []
      : outputs.flatMap(({ output }) => output.changes.map((change) => ({ ...change, path: path(change.path) }))),
    packages: outputs.flatMap(({ output, stackSets }) =>
      stackSets.map(({ member, stacks }): RenderedPackage => {
        const { name, namespace } = member.stackSet.metadata;
        return {
          file: path(member.source.file),
          ...(namespace !== undefined && { namespace }),
          stackSet: name,
          output: path(output.path),
          stacks,
          files: output.names.map((file) => path(output.path + sep + file)),
        };
      }),
    ),
    problems: sortProblems(problems.map((problem) => relativeProblem(problem, workingDirectory))),
  };
}

/** By place, as compilers do, so that the order in which files were read makes no difference. */
function sortProblems(problems: readonly LocatedProblem[]): readonly LocatedProblem[] {
  const key = ({ file = '', line = 0, column = 0 }: LocatedProblem): readonly [string, number, number] => [file, line, column];
  return problems.toSorted((a, b) => {
    const [fileA, lineA, columnA] = key(a);
    const [fileB, lineB, columnB] = key(b);
    return fileA < fileB ? -1 : fileA > fileB ? 1 : lineA - lineB || columnA - columnB;
  });
}
