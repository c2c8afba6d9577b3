/** A command of a document, as it stands there: `$ stackset render`. */
interface Command {
  /** From 1. */
  readonly line: number;
  /** Several lines where the document continues it by `> `. */
  readonly script: string;
  /** The lines below it, without trailing space; `...` stands for any lines. */
  readonly expected: readonly string[];
}

/** What a document does, in its order. */
export type Step =
  | { readonly type: 'file'; readonly line: number; readonly path: string; readonly content: string }
  | { readonly type: 'console'; readonly line: number; readonly commands: readonly Command[] }
  | { readonly type: 'untested'; readonly line: number; readonly reason: string };

interface Block {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly lines: readonly string[];
  /** The line of text above the fence, empty lines left out. */
  readonly above: string;
}

/** The examples of a Markdown document; its conventions are in CONTRIBUTING.md. */
export function parseExamples(markdown: string): readonly Step[] {
  return parseBlocks(markdown).flatMap((block): readonly Step[] => {
    const [, key, value = ''] = /^<!-- (file|no-test): (.+) -->$/.exec(block.above) ?? [];
    if (key === 'no-test') return [{ type: 'untested', line: block.line, reason: value }];
    if (key === 'file') return [{ type: 'file', line: block.line, path: value, content: block.lines.map((line) => `${line}\n`).join('') }];
    return block.language === 'console' ? [{ type: 'console', line: block.line, commands: parseCommands(block) }] : [];
  });
}

/** Fenced blocks that start at the margin, as CommonMark has them: the closing fence is at least as long as the opening one. */
function parseBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let above = '';
  for (let index = 0; index < lines.length; index++) {
    const text = (lines[index] ?? '').trimEnd();
    const [, fence, language = ''] = /^(`{3,})\s*(\w*)/.exec(text) ?? [];
    if (fence === undefined) {
      above = text === '' ? above : text;
      continue;
    }
    const length = lines.slice(index + 1).findIndex((line) => line.startsWith(fence) && line.trim().replaceAll('`', '') === '');
    if (length === -1) throw new Error(`line ${index + 1}: the code block does not end`);
    blocks.push({ line: index + 1, language, lines: lines.slice(index + 1, index + 1 + length), above });
    index += length + 1;
    above = '';
  }
  return blocks;
}

function parseCommands({ line: fenceLine, lines }: Block): readonly Command[] {
  const commands: { line: number; script: string; expected: string[] }[] = [];
  for (const [index, raw] of lines.entries()) {
    const text = raw.trimEnd();
    const current = commands.at(-1);
    if (text.startsWith('$ ')) commands.push({ line: fenceLine + 1 + index, script: text.slice(2), expected: [] });
    else if (current === undefined) throw new Error(`line ${fenceLine + 1 + index}: a console block starts with a command, "$ …"`);
    else if (text.startsWith('> ') && current.expected.length === 0 && current.script.endsWith('\\'))
      current.script += `\n${text.slice(2)}`;
    else current.expected.push(text);
  }
  return commands.map((command) => ({ ...command, expected: withoutTrailingEmptyLines(command.expected) }));
}

/** A document may put an empty line between a command's output and the next command. */
export function withoutTrailingEmptyLines(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}
