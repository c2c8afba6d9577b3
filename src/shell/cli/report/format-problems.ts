import type { ObjectReference } from '../../../core/model/kubernetes.ts';
import { formatPath } from '../../../core/model/problem.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import { type Counted, countOf } from './count.ts';
import { formatExcerpt, type ReadLine } from './source-excerpt.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/**
 * Problems for people: the place (which terminals and editors make a link of), what it is about and
 * what is wrong; below it the line in question and what to do. Ends with how many there are; '' where there is none.
 */
export function formatProblems(problems: readonly LocatedProblem[], readLine: ReadLine, style: Style): string {
  if (problems.length === 0) return '';
  const texts = problems.map((problem) => formatProblem(problem, readLine, style));
  return `${texts.join('\n\n')}\n\n${style.bold(countProblems(problems))}\n`;
}

/** `2 errors, 1 warning`. */
export function countProblems(problems: readonly LocatedProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts: readonly Counted[] = [
    [errors, 'error'],
    [problems.length - errors, 'warning'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(countOf)
    .join(', ');
}

function formatProblem(problem: LocatedProblem, readLine: ReadLine, style: Style): string {
  const severity = problem.severity === 'error' ? style.red('error') : style.yellow('warning');
  const place = placeOf(problem);
  const subject = [...(problem.object ? [nameOf(problem.object)] : []), ...(problem.path.length > 0 ? [formatPath(problem.path)] : [])];
  return [
    `${place === undefined ? '' : `${style.bold(visibleText(place))}: `}${severity}: ${visibleText([...subject, problem.message].join(': '))}`,
    ...formatExcerpt(problem, readLine, style),
    `    ${visibleText(problem.remedy)}`,
  ].join('\n');
}

const placeOf = ({ file, line, column }: LocatedProblem): string | undefined =>
  file === undefined ? undefined : [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');

/** `StackSet default/shop`. */
const nameOf = ({ kind, namespace, name }: ObjectReference): string => `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
