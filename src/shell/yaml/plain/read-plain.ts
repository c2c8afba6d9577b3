import { readBlock } from './block-collection.ts';
import { giveUp, isGivingUp } from './give-up.ts';
import { endOfDocument } from './line.ts';
import { LineReader } from './line-reader.ts';

/** A document that was read and has no problem. */
export interface PlainDocument {
  /** JSON-like, as in a YamlDocument. */
  readonly value: unknown;
  /** The offset of its first content. */
  readonly contentStart: number;
}

/** Longer documents are left to the full reader: a regular expression keeps a note of each character that it may have to give back. */
const maxLength = 1 << 20;

const blankLines = /(?: *(?:#[^\n]*|\r)?\n)*/y;

/**
 * Reads a document of the plain subset of YAML in which people and programs write StackSets, several times faster than the full reader.
 * Undefined at the first sign of anything outside of the subset, be it wrong or not: then the full reader has the say. Within the subset
 * both give the same; docs/adr/0014 says what it is.
 */
export function readPlain(document: string): PlainDocument | undefined {
  if (document.length > maxLength) return undefined;
  try {
    const lines = new LineReader(normalize(document));
    if (lines.line.indent !== 0) return undefined;
    const value = readBlock(lines);
    return lines.line === endOfDocument ? { value, contentStart: contentStart(document) } : undefined;
  } catch (error) {
    if (isGivingUp(error)) return undefined;
    throw error;
  }
}

/** The document with one kind of line break, and one at its end. Spaces there could be a line of a literal block. */
function normalize(document: string): string {
  const source = document.includes('\r') ? document.replaceAll('\r\n', '\n') : document;
  if (source.endsWith('\n')) return source;
  return source.endsWith(' ') ? giveUp() : `${source}\n`;
}

function contentStart(document: string): number {
  blankLines.lastIndex = 0;
  blankLines.test(document);
  return blankLines.lastIndex;
}
