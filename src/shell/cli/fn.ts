import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { type ExitCode, WrongUse } from './exit-code.ts';

const EXAMPLES = `
functionConfig (optional): a RenderConfig of stackset-gitops.dev/v1alpha1, or a
ConfigMap with the same settings under data. Without it the nearest RenderConfig
among the items counts. Exits with 1 where a result is an error; the items are
unchanged then.

Examples:
  $ kpt fn eval apps/shop --exec 'stackset fn'
  $ stackset fn < resource-list.yaml`;

export const defineFn: DefineCommand = (program, context, finish) => {
  program
    .command('fn')
    .description('Render as a KRM function: a ResourceList on stdin becomes one with Stacks, children and results on stdout.')
    .addHelpText('after', EXAMPLES)
    .action(async () => finish(await fn(context)));
};

/** Loaded only here, for the SDK of KRM functions costs more start-up than everything else. */
async function fn({ stdin, stdout, stderr }: CommandContext): Promise<ExitCode> {
  if (stdin.isTTY) throw new WrongUse('stackset fn reads a ResourceList from stdin, and this is a terminal');
  const [{ runFunction }, { renderFunction }] = await Promise.all([import('../krm/run-function.ts'), import('../krm/render-function.ts')]);
  return runFunction(renderFunction, { stdin, stdout, stderr });
}
