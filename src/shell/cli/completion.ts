import { Argument, type Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { DefineCommand } from './define-command.ts';
import { EXIT_CODE } from './exit-code.ts';

const EXAMPLES = `
Examples:
  $ source <(stackset completion bash)                                            in ~/.bashrc
  $ source <(stackset completion zsh)                                             in ~/.zshrc, after compinit
  $ stackset completion fish > ~/.config/fish/completions/stackset.fish

kubectl completes \`kubectl stackset\` by the program kubectl_complete-stackset, which is installed with stackset.`;

export const defineCompletion: DefineCommand = (program, context, finish) => {
  program
    .command('completion')
    .description('Print what a shell needs to complete commands, options and folders.')
    .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { COMPLETION_SCRIPTS } = await import('./completion/scripts.ts');
      context.stdout.write(COMPLETION_SCRIPTS[shell]);
      finish(EXIT_CODE.done);
    });
};

/** What the shells' scripts ask with; no command, for its words are no arguments of its own. */
export const COMPLETE = '__complete';

/**
 * A line for each candidate, with its description after a tab; the last line tells what else may stand there. It is also what kubectl
 * asks a plugin's `kubectl_complete-` program for.
 */
export async function printCompletion(program: Command, words: readonly string[], { stdout }: CommandContext): Promise<void> {
  const { complete } = await import('./completion/complete.ts');
  const { candidates, directive } = complete(program, words);
  const lines = candidates.map(({ value, description }) => (description === '' ? value : `${value}\t${description}`));
  stdout.write(`${[...lines, `:${directive}`].join('\n')}\n`);
}
