import type { Style } from '../cli/report/style.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import type { LogLevel } from './log.ts';

/** A line as pino writes it. */
export interface LogRecord {
  readonly level: LogLevel;
  /** RFC 3339. */
  readonly time: string;
  readonly message: string;
  readonly error?: { readonly message: string; readonly stack?: string };
  readonly [field: string]: unknown;
}

/** A line for people: `12:00:30 warn  cannot push: timed out  reason=network commit=1a2b3c4`, in UTC. */
export function formatLine({ level, time, message, error, ...fields }: LogRecord, style: Style): string {
  const colour = { debug: style.dim, info: style.green, warn: style.yellow, error: style.red }[level];
  const told = visibleText(error === undefined ? message : `${message}: ${error.message}`);
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${visibleText(name)}=${formatValue(value)}`],
  );
  const line = `${style.dim(time.slice(11, 19))} ${colour(level.padEnd(5))} ${told}${rest.length === 0 ? '' : `  ${style.dim(rest.join(' '))}`}\n`;
  return error?.stack === undefined ? line : `${line}${error.stack.split('\n').map(visibleText).join('\n')}\n`;
}

/** As it is where that is one word, else quoted. */
function formatValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visibleText(/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text));
}
