import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { SyncConfig } from '../../core/model/sync-config.ts';
import { type Style, styleFor } from '../cli/report/style.ts';
import { errorChain } from './error-chain.ts';
import { formatLine, type LogRecord } from './format-line.ts';
import type { Log, LogFields, LogLevel } from './log.ts';
import { redactSecrets } from './redact-secrets.ts';

interface LogOptions {
  /** `auto`: text on a terminal, JSON elsewhere. */
  readonly format: SyncConfig['log']['format'];
  /** The lowest level that is written. */
  readonly level: SyncConfig['log']['level'];
  readonly output: { readonly write: (text: string) => unknown; readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A log that writes one line a message, at once. Load this file late: pino is not needed by any other command. */
export function createLog({ format, level, output, environment }: LogOptions): Log {
  const text = format === 'text' || (format === 'auto' && output.isTTY === true);
  const destination = text ? textLines(output, styleFor(output, { environment })) : output;
  const logger = pino(
    {
      level,
      // In a pod both are in the metadata of the log already.
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const at =
    (name: LogLevel): Log[LogLevel] =>
    (message, fields = {}) =>
      writeLine(logger, name, message, fields);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function writeLine(logger: Logger, level: LogLevel, message: string, fields: LogFields): void {
  if (!logger.isLevelEnabled(level)) return;
  const { error, ...rest } = fields;
  const all = error === undefined ? rest : { ...rest, error: errorChain(error) };
  logger[level](redactDeep(all) as LogFields, redactSecrets(message));
}

/** Every text in plain data, keys too. Deeper than any of our fields is not told: it would be somebody else's object. */
function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactSecrets(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 4) return '[…]';
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redactSecrets(key), redactDeep(item, depth + 1)]));
}

/** Turns pino's lines into text for people. */
function textLines(output: LogOptions['output'], style: Style): LogOptions['output'] {
  return { write: (line) => output.write(formatLine(JSON.parse(line) as LogRecord, style)) };
}
