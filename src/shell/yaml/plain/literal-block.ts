import { giveUp } from './give-up.ts';
import type { LineReader } from './line-reader.ts';
import { unsupported } from './patterns.ts';

const indentation = / */y;

/**
 * Reads the lines of a literal block, the first of which must not be blank. `header` is `|`, `|-` or `|+`; `parentColumn` is that of the
 * key or dash that the block belongs to.
 */
export function readLiteral(lines: LineReader, header: string, parentColumn: number): string {
  const { source } = lines;
  const column = indentationAt(source, lines.next);
  if (column <= parentColumn || source[lines.next + column] === '\n') giveUp();
  let content = '';
  let blankLines = 0;
  while (lines.next < source.length) {
    const start = lines.next + Math.min(indentationAt(source, lines.next), column);
    const end = source.indexOf('\n', start);
    if (start < lines.next + column && start !== end) break;
    if (start === end) blankLines += 1;
    else {
      content += `${'\n'.repeat(blankLines)}${source.slice(start, end)}\n`;
      blankLines = 0;
    }
    lines.next = end + 1;
  }
  if (unsupported.test(content)) giveUp();
  return chomp(header, content, blankLines);
}

function indentationAt(source: string, lineStart: number): number {
  indentation.lastIndex = lineStart;
  indentation.test(source);
  return indentation.lastIndex - lineStart;
}

/** `content` ends with one line break, which is followed by the blank lines. */
function chomp(header: string, content: string, blankLines: number): string {
  if (header === '|-') return content.slice(0, -1);
  return header === '|+' ? content + '\n'.repeat(blankLines) : content;
}
