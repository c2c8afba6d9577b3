import type { CommandContext } from './command-context.ts';

/** The world of this process. A reader that wants no more (`stackset render --stdout | head`) ends it, and is no error. */
export function processContext(): CommandContext {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingDirectory: process.cwd(),
  };
}
