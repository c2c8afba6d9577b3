import type { CommandRun } from './run-examples.ts';

/** The document with what was really printed below each command whose example shows something else. */
export function updateDocument(markdown: string, runs: readonly CommandRun[]): string {
  const lines = markdown.split('\n');
  // From the end, so that line numbers above stay true.
  for (const { line, script, expected, actual, fault } of runs.toReversed()) {
    if (fault !== undefined) lines.splice(line - 1 + script.split('\n').length, expected.length, ...actual);
  }
  return lines.join('\n');
}
