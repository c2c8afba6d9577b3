import { pathsFrom } from '../problem/relative-path.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import type { TrafficAnswer } from './plan-traffic.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** An answer with paths as people at the working directory write them. */
export function relativeAnswer(answer: TrafficAnswer, workingDirectory: string): TrafficAnswer {
  const path = pathsFrom(workingDirectory);
  const problems = answer.problems.map((problem) => relativeProblem(problem, workingDirectory));
  const place = (traffic: StackSetTraffic): StackSetTraffic => ({
    ...traffic,
    folder: path(traffic.folder),
    source: { ...traffic.source, file: path(traffic.source.file) },
  });
  switch (answer.kind) {
    case 'impossible':
    case 'wrongUse':
      return { ...answer, problems };
    case 'shown':
      return { ...answer, problems, stackSets: answer.stackSets.map(place) };
    case 'edit':
      return {
        ...answer,
        problems,
        traffic: place(answer.traffic),
        ...(answer.change && { change: { ...answer.change, path: path(answer.change.path) } }),
      };
  }
}
