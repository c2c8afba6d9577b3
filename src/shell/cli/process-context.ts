import type { CommandContext } from './command-context.ts';
import { EXIT_CODE } from './exit-code.ts';
import { formatError } from './report/format-error.ts';
import { PLAIN } from './report/style.ts';

/** The world of this process, which ends where nobody takes what it prints. */
export function processContext(): CommandContext {
  process.stdout.on('error', endWithoutOutput);
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingDirectory: process.cwd(),
  };
}

/** A reader that wants no more (`stackset render --stdout | head`) is no error; a full disk is. */
function endWithoutOutput(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(formatError(new Error('cannot write the output', { cause: error }), PLAIN));
  process.exit(EXIT_CODE.no);
}
