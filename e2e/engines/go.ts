import { ExecaError, execa } from 'execa';

/**
 * Runs `go` in the folder of a module, and gives what it prints.
 * @param failure what could not be done, for the message of the error
 */
export async function runGo(args: readonly string[], cwd: string, failure: string): Promise<string> {
  try {
    return (await execa('go', args, { cwd, stdin: 'ignore', env: { CGO_ENABLED: '0', GOWORK: 'off' } })).stdout;
  } catch (cause) {
    const noGo = cause instanceof ExecaError && cause.code === 'ENOENT';
    const remedy = noGo
      ? 'install Go 1.26 or newer, or name a folder that has the programs in STACKSET_E2E_BIN'
      : 'see the compiler’s message';
    throw new Error(`${failure}: ${remedy}`, { cause });
  }
}
