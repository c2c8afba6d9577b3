import { relative, sep } from 'node:path';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { TrafficAnswer } from './plan-traffic.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** An answer with paths as people at the working directory write them. */
export function relativeAnswer(answer: TrafficAnswer, workingDirectory: string): TrafficAnswer {
  const path = (absolute: string): string => relative(workingDirectory, absolute).split(sep).join('/') || '.';
  const words = (text: string): string => text.replaceAll(workingDirectory + sep, '').replaceAll(workingDirectory, '.');
  const problems = answer.problems.map(
    (problem): LocatedProblem => ({
      ...problem,
      message: words(problem.message),
      remedy: words(problem.remedy),
      ...(problem.file !== undefined && { file: path(problem.file) }),
    }),
  );
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
