import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { hasErrors } from '../../core/model/problem.ts';
import { fileProblem } from '../package/file-problem.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODE, type ExitCode, WrongUse } from './exit-code.ts';
import { reportProblems } from './report/report-problems.ts';

interface Options {
  readonly config?: string;
  readonly quiet?: boolean;
  readonly output?: string;
}

/**
 * Expands the StackSets of a stream of objects on stdin, and prints all that is to be applied. There are no files: what another option than
 * those here asks for has no meaning.
 */
export async function renderStdin(directories: readonly string[], options: Options, context: CommandContext): Promise<ExitCode> {
  const { config, quiet, output, ...others } = options;
  const { stdin, stdout, workingDirectory } = context;
  if (directories.length > 1 || Object.keys(others).length > 0 || output === 'json')
    throw new WrongUse('- reads objects from stdin, and goes with no folder and with no option but --config and --quiet');
  if (stdin.isTTY) throw new WrongUse('stackset render - reads objects from stdin, and this is a terminal');
  const { renderStream } = await import('../krm/render-stream.ts');
  const settings = config === undefined ? undefined : { file: config, text: await readFile(resolve(workingDirectory, config), 'utf8') };
  const bytes = await buffer(stdin);
  const input = { file: '<stdin>', text: bytes.toString('utf8') };
  const { yaml, problems } = isUtf8(bytes) ? renderStream(input, settings) : NOT_UTF8;
  reportProblems(quiet ? problems.filter(({ severity }) => severity === 'error') : problems, context);
  if (hasErrors(problems)) return EXIT_CODE.no;
  stdout.write(yaml);
  return EXIT_CODE.done;
}

const NOT_UTF8 = {
  yaml: '',
  problems: [fileProblem('<stdin>', 'error', 'YamlInvalid', 'what is on stdin is not UTF-8', 'Convert it to UTF-8.')],
};
