/**
 * A text as one line of a commit message: what could end a line, begin a trailer or deceive a reader (control and format characters, other
 * separators of lines) becomes a space. Names come from files that anybody may have written.
 */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

/**
 * Words in lines of at most `width` characters, where none is longer itself. A number and its percent sign stay together.
 * @param indent before every line but the first
 */
export function wrapLines(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(/ (?!%)/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
