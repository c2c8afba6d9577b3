import { copyValue } from './copy-value.ts';
import { addField, type Fields } from './fields.ts';
import { giveUp } from './give-up.ts';
import type { LineReader } from './line-reader.ts';
import { readLiteral } from './literal-block.ts';

/**
 * Reads the block collection that begins in what is left of the line, and goes to the line behind it. That one is indented less, or as
 * much, where the collection is a sequence at the column of the key that it belongs to; whoever called judges it.
 */
export function readBlock(lines: LineReader): unknown {
  lines.openCollection();
  const value = lines.dashes === '' ? readMapping(lines) : readSequence(lines);
  lines.closeCollection();
  return value;
}

function readMapping(lines: LineReader): Fields {
  const { column } = lines;
  const fields: Fields = {};
  do {
    const { key } = lines.line;
    if (key === undefined) giveUp();
    addField(fields, key, readFieldValue(lines, column));
  } while (lines.line.indent === column && lines.dashes === '');
  if (lines.line.indent > column) giveUp();
  return fields;
}

function readSequence(lines: LineReader): unknown[] {
  const { column } = lines;
  const items: unknown[] = [];
  do {
    lines.takeDash();
    items.push(lines.dashes !== '' || lines.line.key !== undefined ? readBlock(lines) : readItemValue(lines, column));
  } while (lines.line.indent === column && lines.dashes !== '');
  if (lines.line.indent > column) giveUp();
  return items;
}

/** Reads what follows the key at a column. */
function readFieldValue(lines: LineReader, column: number): unknown {
  const value = readInline(lines, column);
  if (value !== undefined) return value;
  const { indent } = lines.line;
  return indent > column || (indent === column && lines.dashes !== '') ? readBlock(lines) : null;
}

/** Reads what follows the last dash of a line, at a column. */
function readItemValue(lines: LineReader, column: number): unknown {
  const value = readInline(lines, column);
  if (value !== undefined) return value;
  return lines.line.indent > column ? readBlock(lines) : null;
}

/** Reads the value that begins in the line of its key or dash, which stands at a column, if one does, and goes to the line behind it. */
function readInline(lines: LineReader, column: number): unknown {
  const { value, header } = lines.line;
  const inline = header === undefined ? copyValue(value) : readLiteral(lines, header, column);
  lines.readLine();
  return inline;
}
