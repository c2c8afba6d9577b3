import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/**
 * An error and what caused it, for people: `error: cannot write a.yaml: EACCES: permission denied`. An error of the program itself
 * comes with its stack, so that it can be reported.
 */
export function formatError(error: unknown, style: Style): string {
  const text = `${style.red('error')}: ${visibleText(messages(error).join(': '))}\n`;
  return isDefect(error) && error.stack !== undefined ? `${text}${error.stack}\n` : text;
}

const DEFECTS = [TypeError, ReferenceError, RangeError, SyntaxError];

const isDefect = (error: unknown): error is Error => DEFECTS.some((type) => error instanceof type);

function messages(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  return error.cause === undefined ? [error.message] : [error.message, ...messages(error.cause)];
}
