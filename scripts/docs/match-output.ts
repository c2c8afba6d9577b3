import { withoutTrailingEmptyLines } from './parse-examples.ts';

const ANY_LINES = '...';

/** A terminal's text as a document shows it: no trailing space in a line, no empty lines at the end. */
export const outputLines = (text: string): readonly string[] => withoutTrailingEmptyLines(text.split('\n').map((line) => line.trimEnd()));

/** Whether a document may show `expected` for a command that printed `actual`: line by line, where `...` stands for any lines, or none. */
export function matchesOutput(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first !== ANY_LINES) return actual.length > 0 && first === actual[0] && matchesOutput(rest, actual.slice(1));
  return Array.from({ length: actual.length + 1 }, (_, skipped) => skipped).some((skipped) => matchesOutput(rest, actual.slice(skipped)));
}
