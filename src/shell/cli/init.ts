import { isAbsolute, relative, resolve } from 'node:path';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import type { InitOptions } from './init/describe-package.ts';
import { formatError } from './report/format-error.ts';
import { styleFor } from './report/style.ts';

const EXAMPLES = `
Examples:
  $ stackset init apps/shop
  $ stackset init apps/shop --image example/shop:1.0.0 --host shop.example.org`;

export const defineInit: DefineCommand = (program, context, finish) => {
  program
    .command('init')
    .description('Write a small package that works, with comments that explain it.')
    .argument('[DIR]', 'the folder of the package; made where it is missing', '.')
    .option('--name <NAME>', "the StackSet's name (default: the folder's)")
    .option('--image <IMAGE>', 'the image that its container runs, listening on port 8080')
    .option('--host <HOST>', 'where users reach it (default: <NAME>.example.org)')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: InitOptions) => finish(await init(directory, options, context)));
};

async function init(directory: string, options: InitOptions, context: CommandContext): Promise<ExitCode> {
  const [{ describePackage }, { packageTemplate }, { existingFiles, writeNewFiles }] = await Promise.all([
    import('./init/describe-package.ts'),
    import('./init/package-template.ts'),
    import('./init/write-new-files.ts'),
  ]);
  const folder = resolve(context.workingDirectory, directory);
  const files = packageTemplate(describePackage(folder, options));
  const shown = shownPath(folder, context.workingDirectory);
  const existing = existingFiles(folder, files);
  if (existing.length > 0) {
    const error = new Error(`there is already ${existing.join(' and ')} in ${shown}; nothing was written`);
    context.stderr.write(formatError(error, styleFor(context.stderr, context)));
    return EXIT_CODE.no;
  }
  await writeNewFiles(folder, files);
  context.stdout.write(
    farewell(
      shown,
      files.map(({ name }) => name),
    ),
  );
  return EXIT_CODE.done;
}

/** As a person would write it: relative below the working directory. */
function shownPath(folder: string, workingDirectory: string): string {
  const path = relative(workingDirectory, folder);
  if (path === '') return '.';
  return path.startsWith('..') || isAbsolute(path) ? folder : path;
}

const farewell = (folder: string, files: readonly string[]): string => `Wrote ${files.join(' and ')} into ${folder}

Next:
  $ stackset render ${shellWord(folder)}
  $ git add ${shellWord(folder)}
`;

/** A path that can be pasted into a shell. */
const shellWord = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
