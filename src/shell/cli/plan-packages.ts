import { type Command, Option } from 'commander';
import type { RenderPlan } from '../package/render-plan.ts';
import type { CommandContext } from './command-context.ts';
import { progressLine } from './report/progress.ts';

/** What `render` and `validate` have in common on the command line. */
export interface PackageOptions {
  readonly config?: string;
  readonly allowRemoval?: boolean;
  readonly output: 'text' | 'json' | 'sarif';
}

/** @param formats of the command's output, beside text and JSON: what each is for */
export const withPackageOptions = (command: Command, formats: Readonly<Record<string, string>> = {}): Command =>
  command
    .argument('[DIR...]', 'folders to look below for StackSets (default: the working directory)')
    .option('--config <FILE>', 'a RenderConfig for all packages, in place of those that the packages hold')
    .option('--allow-removal', 'let stacks go that still have weight')
    .addOption(outputOption({ text: 'people', json: 'programs', ...formats }));

const outputOption = (formats: Readonly<Record<string, string>>): Option =>
  new Option(
    '-o, --output <FORMAT>',
    Object.entries(formats)
      .map(([format, audience]) => `${format} for ${audience}`)
      .join(', '),
  )
    .choices(Object.keys(formats))
    .default('text');

/** Plans a render of what the command line names; on a terminal with a count of the packages, where it takes long. */
export async function planPackages(directories: readonly string[], options: PackageOptions, context: CommandContext): Promise<RenderPlan> {
  const [{ planRender }, { kustomizeBuilder }] = await Promise.all([
    import('../package/plan-render.ts'),
    import('../kustomize/kustomize-builder.ts'),
  ]);
  const progress = progressLine(context);
  try {
    return await planRender(
      {
        directories,
        ...(options.config !== undefined && { configFile: options.config }),
        allowRemoval: options.allowRemoval ?? false,
        build: kustomizeBuilder(context.environment, context.workingDirectory),
        workingDirectory: context.workingDirectory,
      },
      progress.update,
    );
  } finally {
    progress.end();
  }
}
