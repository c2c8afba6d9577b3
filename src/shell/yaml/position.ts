/** A place in a text: line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where offsets lie in a text. A line ends with LF, CRLF or CR. It goes on from the last answer, so that many offsets in the order
 * of the text cost one pass.
 */
export function positionFinder(text: string): (offset: number) => Position {
  const lineBreak = /\r\n|\n|\r/g;
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    lineBreak.lastIndex = lineStart;
    while (lineBreak.test(text) && lineBreak.lastIndex <= offset) {
      line += 1;
      lineStart = lineBreak.lastIndex;
    }
    return { line, column: offset - lineStart + 1 };
  };
}
