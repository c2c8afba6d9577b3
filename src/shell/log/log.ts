/** What a line is about. Fields without a value are left out. */
export interface LogFields {
  /** `namespace/name`. */
  readonly stackset?: string | undefined;
  readonly commit?: string | undefined;
  /** One word: of an event, of what is blocked, of a refusal. */
  readonly reason?: string | undefined;
  /** What went wrong; an Error is told with its causes. */
  readonly error?: unknown;
  readonly [name: string]: unknown;
}

type LogLine = (message: string, fields?: LogFields) => void;

/** What happens, for people and for programs that collect logs. Secrets do not get out, wherever they stand. */
export interface Log {
  /** What is looked at and found unchanged. */
  readonly debug: LogLine;
  /** What is done. */
  readonly info: LogLine;
  /** What keeps something from being done; it is tried again. */
  readonly warn: LogLine;
  /** What a person has to look at. */
  readonly error: LogLine;
}

export type LogLevel = keyof Log;
