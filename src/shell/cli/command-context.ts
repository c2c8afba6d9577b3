/** Where text goes: `process.stdout` and `process.stderr`, or a string in tests. */
export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  /** Width of a terminal. */
  readonly columns?: number;
}

/** All that a command has of the world around it. */
export interface CommandContext {
  /** Results. */
  readonly stdout: Output;
  /** Problems, progress and everything else that is no result. */
  readonly stderr: Output;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute; paths that a person gives and paths that are shown start here. */
  readonly workingDirectory: string;
}
