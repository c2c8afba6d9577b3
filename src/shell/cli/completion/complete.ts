import type { Command, Option } from 'commander';

/** What a shell offers besides the candidates: nothing, files, or folders. The numbers are those that kubectl asks its plugins for. */
export const DIRECTIVE = { none: 4, files: 0, folders: 16 } as const;
export type Directive = (typeof DIRECTIVE)[keyof typeof DIRECTIVE];

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly directive: Directive;
}

const NOTHING: Completion = { candidates: [], directive: DIRECTIVE.none };

/**
 * What may stand at the end of a command line, from the commands as they are defined.
 * @param words those after the program's name; the last is the one to complete, '' where it is not begun
 */
export function complete(program: Command, words: readonly string[]): Completion {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const name = before.find((word) => !word.startsWith('-'));
  if (name === undefined || name === 'help') return startingWith(current, commandsOf(program, current));
  const command = program.commands.find((candidate) => candidate.name() === name);
  return command ? startingWith(current, completeCommand(command, before.slice(before.indexOf(name) + 1), current)) : NOTHING;
}

function commandsOf(program: Command, current: string): Completion {
  if (current.startsWith('-')) return optionsOf(program, []);
  const visible = program.createHelp().visibleCommands(program);
  return {
    candidates: visible.map((command) => ({ value: command.name(), description: firstSentence(command.description()) })),
    directive: DIRECTIVE.none,
  };
}

function completeCommand(command: Command, before: readonly string[], current: string): Completion {
  if (before.includes('--')) return argumentsOf(command, before);
  const [, flag] = /^(--[\w-]+)=/.exec(current) ?? [];
  const waiting = optionNamed(command, flag ?? before.at(-1) ?? '');
  if (waiting && takesValue(waiting)) return valuesOf(waiting, flag === undefined ? '' : `${flag}=`);
  return current.startsWith('-') ? optionsOf(command, before) : argumentsOf(command, before);
}

const optionNamed = (command: Command, flag: string): Option | undefined => command.options.find((option) => isNamed(option, flag));
const isNamed = ({ long, short }: Option, flag: string): boolean => flag !== '' && (flag === long || flag === short);
const takesValue = (option: Option): boolean => option.required || option.optional;

/** @param prefix of a value that is written as `--flag=value` */
function valuesOf(option: Option, prefix: string): Completion {
  if (option.argChoices)
    return { candidates: option.argChoices.map((value) => ({ value: prefix + value, description: '' })), directive: DIRECTIVE.none };
  return { candidates: [], directive: placeholderDirective(option.flags) };
}

/** Placeholders are written alike in all commands: `<FILE>` for a file, `<DIR>` and `<FOLDER>` for a folder. */
function placeholderDirective(text: string): Directive {
  if (/\b(DIR|FOLDER)\b/.test(text)) return DIRECTIVE.folders;
  return /\bFILE\b/.test(text) ? DIRECTIVE.files : DIRECTIVE.none;
}

/** Options that are there already are not offered again. */
function optionsOf(command: Command, before: readonly string[]): Completion {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !before.some((word) => isNamed(option, word)));
  return {
    candidates: options.map((option) => ({ value: option.long ?? option.short ?? '', description: firstSentence(option.description) })),
    directive: DIRECTIVE.none,
  };
}

function argumentsOf(command: Command, before: readonly string[]): Completion {
  const given = before.filter((word, index) => !word.startsWith('-') && !takesNext(command, before[index - 1])).length;
  const declared = command.registeredArguments;
  const last = declared.at(-1);
  const argument = declared[given] ?? (last?.variadic ? last : undefined);
  if (!argument) return NOTHING;
  if (argument.argChoices)
    return { candidates: argument.argChoices.map((value) => ({ value, description: '' })), directive: DIRECTIVE.none };
  return { candidates: [], directive: placeholderDirective(argument.name()) };
}

function takesNext(command: Command, word: string | undefined): boolean {
  const option = word === undefined ? undefined : optionNamed(command, word);
  return option !== undefined && takesValue(option);
}

const startingWith = (current: string, { candidates, directive }: Completion): Completion => ({
  candidates: candidates.filter(({ value }) => value.startsWith(current)),
  directive,
});

const firstSentence = (text: string): string => text.split(/[.;]\s|\.$/)[0] ?? text;
