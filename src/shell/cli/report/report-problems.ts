import type { LocatedProblem } from '../../problem/located-problem.ts';
import type { CommandContext } from '../command-context.ts';
import { formatProblems } from './format-problems.ts';
import { lineReader } from './read-line.ts';
import { styleFor } from './style.ts';

/** Shows problems on stderr. */
export function reportProblems(problems: readonly LocatedProblem[], context: CommandContext): void {
  const text = formatProblems(problems, lineReader(context.workingDirectory), styleFor(context.stderr, context));
  if (text !== '') context.stderr.write(text);
}
