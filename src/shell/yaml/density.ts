/**
 * As many as a hundred packages have. A value can come of each, which takes a hundred times the memory of its text, and a problem, which
 * takes more: 10 MB of brackets would need more memory than a controller has.
 */
export const MOST_MARKS = 100_000;

/** Of each a value can come. */
const MARKS: ReadonlySet<number> = new Set(Array.from('[]{},:-\n', (mark) => mark.charCodeAt(0)));

/** The header of a block of text. Whatever else a line has, it is not taken for one: then the lines below are counted, too. */
const BLOCK = /^( *)(?:[^\s#"'[{][^#"'[{]*: +|- +)[|>][-+0-9]*\s*$/;

/**
 * Whether a YAML text has more structure than anything that people write. It is told from the characters alone, so that nothing has to be
 * read first; blocks of text, as a ConfigMap has them, do not count.
 */
export function isTooDense(text: string): boolean {
  if (text.length <= MOST_MARKS) return false;
  let count = 0;
  let block = Number.POSITIVE_INFINITY;
  for (let start = 0; start < text.length && count <= MOST_MARKS; ) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    const line = text.slice(start, end);
    start = end;
    if (line.trim() === '' || line.search(/[^ ]/) > block) continue;
    const header = BLOCK.exec(line);
    block = header ? (header[1] ?? '').length : Number.POSITIVE_INFINITY;
    count += marksIn(line, MOST_MARKS + 1);
  }
  return count > MOST_MARKS;
}

/** How many there are, and no more than are of interest: a line may be all there is. */
function marksIn(line: string, most: number): number {
  let count = 0;
  for (let at = 0; at < line.length && count < most; at++) if (MARKS.has(line.charCodeAt(at))) count += 1;
  return count;
}
