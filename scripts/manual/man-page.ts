import type { Command } from 'commander';
import { version } from '../../package.json';

/** The manual's section for commands. */
const SECTION = 1;

/** Name of a command's page: `stackset` for the program, `stackset-render` for a command. */
export const pageName = (command: Command): string => (command.parent ? `${command.parent.name()}-${command.name()}` : command.name());

/**
 * A manual page in roff, from what `--help` is made of: the same words, in the places where `man` has them.
 * @param command the program itself, or one of its commands
 */
export function formatManPage(command: Command): string {
  const help = command.createHelp();
  const [summary = '', ...rest] = sentences(command.description());
  const after = textAfterHelp(command);
  return `${[
    `.TH ${quoted(pageName(command).toUpperCase())} ${SECTION} "" ${quoted(`stackset ${version}`)} "stackset"`,
    section('NAME', `${roff(pageName(command))} \\- ${roff(summary.replace(/\.$/, ''))}`),
    section('SYNOPSIS', `.B ${roff(help.commandUsage(command))}`),
    ...(rest.length > 0 ? [section('DESCRIPTION', roff(rest.join(' ')))] : []),
    list(
      'ARGUMENTS',
      help.visibleArguments(command).map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)]),
    ),
    list(
      'OPTIONS',
      help.visibleOptions(command).map((option) => [help.optionTerm(option), help.optionDescription(option)]),
    ),
    list(
      'COMMANDS',
      help.visibleCommands(command).map((child) => [help.subcommandTerm(child), child.description() || help.subcommandDescription(child)]),
    ),
    ...(after === '' ? [] : [section('EXAMPLES AND NOTES', ['.nf', roff(after), '.fi'].join('\n'))]),
    section(
      'EXIT STATUS',
      tagged([
        ['0', 'Done.'],
        ['1', 'The answer is no: invalid, stale, blocked.'],
        ['2', 'Wrong use.'],
      ]),
    ),
    section('SEE ALSO', seeAlso(command)),
  ]
    .filter((part) => part !== '')
    .join('\n')}\n`;
}

const section = (title: string, body: string): string => `.SH ${quoted(title)}\n${body}`;

type Term = readonly [term: string, description: string];

const list = (title: string, terms: readonly Term[]): string => (terms.length === 0 ? '' : section(title, tagged(terms)));

const tagged = (terms: readonly Term[]): string => terms.map(([term, text]) => `.TP\n.B ${roff(term)}\n${roff(text)}`).join('\n');

/** What a command adds below its help: commander keeps it as listeners, so the help is printed once and cut where its own part ends. */
function textAfterHelp(command: Command): string {
  let text = '';
  const { writeOut, ...rest } = command.configureOutput();
  command.configureOutput({ ...rest, writeOut: (part) => (text += part) });
  command.outputHelp();
  command.configureOutput({ ...rest, ...(writeOut && { writeOut }) });
  const own = command.helpInformation();
  return text.slice(text.indexOf(own) + own.length).trim();
}

function seeAlso(command: Command): string {
  const others = command.parent
    ? [command.parent]
    : command
        .createHelp()
        .visibleCommands(command)
        .filter((child) => child.name() !== 'help');
  return others.map((other) => `.BR ${roff(pageName(other))} (${SECTION})`).join(' ,\n');
}

const sentences = (text: string): readonly string[] => text.split(/(?<=\.) (?=[A-Z])/);

/** A hyphen is a minus to be copied, a backslash is none, a dot or quote at a line's start is no request, and troff reads ASCII. */
function roff(text: string): string {
  const safe = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&');
  return safe.replaceAll(
    /[^\0-\x7F]/gu,
    (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

const quoted = (text: string): string => `"${text.replaceAll('"', '')}"`;
