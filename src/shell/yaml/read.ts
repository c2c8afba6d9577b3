import type { FieldPath } from '../../core/model/problem.ts';
import { composeDocument } from './compose.ts';
import type { CompositionProblem } from './composer.ts';
import { type DocumentEvents, parseDocumentEvents, SyntaxProblem } from './events.ts';
import { contentOffset, offsetOf } from './locate.ts';
import { readPlain } from './plain/read-plain.ts';
import { type Position, positionFinder } from './position.ts';
import { type DocumentText, splitDocuments } from './split.ts';

/** A file's documents, and everything in it that is no YAML or that kubectl would not take. */
export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

/** A document that is not empty. */
export interface YamlDocument {
  /** JSON-like: null, boolean, number, bigint (an integer that a double cannot hold), string, array or object. */
  readonly value: unknown;
  /** Counted from 0 among the documents that are not empty. */
  readonly index: number;
  /** The line of its first content, from 1. */
  readonly line: number;
  /** The offsets of its text in the file: without BOM and `---`, with its comments. */
  readonly start: number;
  readonly end: number;
  /** Where a field is: its key, or its value in a sequence; of a field that does not exist, its nearest parent. Parses the text again. */
  positionOf(path: FieldPath): Position;
}

/** Something wrong with a file, at its line and column (both from 1). */
export interface YamlProblem extends Position {
  readonly message: string;
  /** What to do about it, as an order. */
  readonly remedy: string;
}

/**
 * What YAML does not allow in a file, not even in a quoted string; and three characters that end a line in YAML 1.1, and so for kubectl,
 * but not in YAML 1.2.
 */
const unprintable = /[^\t\n\r\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFFFD]/;

/** Characters beyond U+FFFF are two halves to the pattern above; this one sees them whole, and finds a half without the other. */
const unprintableOrHalf = /[^\t\n\r\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Reads a YAML (or JSON) file as kubectl does. Never throws: what is wrong comes back as problems. A document that is no YAML is left
 * out; one with other problems is there, so that its fields can be checked too.
 */
export function parseYaml(text: string): YamlReading {
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  const positionAt = positionFinder(text);
  for (const part of splitDocuments(text)) {
    const parsed = parseDocument(text, part);
    for (const { offset, message, remedy } of parsed.problems) problems.push({ message, remedy, ...positionAt(offset) });
    if (parsed.value === undefined || parsed.value === null) continue;
    documents.push({
      value: parsed.value,
      index: documents.length,
      line: positionAt(parsed.contentStart).line,
      start: part.start,
      end: part.end,
      positionOf: fieldFinder(text, part, parsed.contentStart, positionAt),
    });
  }
  return { documents, problems };
}

/** Each takes a walk through the document. Whoever mends so many sees the others. */
const mostPositions = 100;

/**
 * Finds the fields of a document. Its text is parsed once for those that are looked for in a row; of more than a person would look at,
 * the beginning of the document is told.
 */
function fieldFinder(
  text: string,
  { start, end }: DocumentText,
  contentStart: number,
  positionAt: (offset: number) => Position,
): YamlDocument['positionOf'] {
  let asked = 0;
  let known: WeakRef<DocumentEvents> | undefined;
  return (path) => {
    asked += 1;
    if (asked > mostPositions) return positionAt(contentStart);
    const events = known?.deref() ?? parseDocumentEvents(text.slice(start, end));
    known = new WeakRef(events);
    return positionAt(start + offsetOf(events, path));
  };
}

interface ParsedDocument {
  /** Undefined where there is none: nothing but comments, or no YAML. */
  readonly value?: unknown;
  readonly contentStart: number;
  readonly problems: readonly CompositionProblem[];
}

function parseDocument(text: string, { start, end, misplaced }: DocumentText): ParsedDocument {
  if (misplaced !== undefined) return failure(misplaced.offset, misplaced.message, 'Begin the document on the line after a `---`.');
  const source = text.slice(start, end);
  const plain = readPlain(source);
  if (plain !== undefined) return { value: plain.value, contentStart: start + plain.contentStart, problems: [] };
  return parseAnyDocument(source, start);
}

/** Parses a document of any YAML, which begins at an offset of the file. */
export function parseAnyDocument(source: string, start: number): ParsedDocument {
  const unprintableAt = unprintable.test(source) ? source.search(unprintableOrHalf) : -1;
  if (unprintableAt !== -1) return unprintableFailure(source, start, unprintableAt);
  try {
    const parsed = parseDocumentEvents(source);
    if (parsed.events.length === 0) return { contentStart: start, problems: [] };
    const { value, problems } = composeDocument(parsed);
    return {
      value,
      contentStart: start + contentOffset(parsed),
      problems: problems.map((problem) => ({ ...problem, offset: start + parsed.originalOffset(problem.offset) })),
    };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return failure(start + error.offset, error.message, 'Correct the YAML.');
  }
}

function unprintableFailure(source: string, start: number, at: number): ParsedDocument {
  const code = (source.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return failure(start + at, `the character U+${code} is not allowed in YAML`, 'Remove it, or escape it in double quotes.');
}

function failure(offset: number, message: string, remedy: string): ParsedDocument {
  return { contentStart: offset, problems: [{ message, remedy, offset }] };
}
