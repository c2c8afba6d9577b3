import type { TemplateEdit, TemplatePath, TemplateStep } from '../../core/promote/merge-template.ts';
import { addToFlow, insertLines } from '../traffic/add-to-list.ts';
import { columnOf, lineBelow, lineBreakOf, lineEnd, lineStart, spaces } from '../traffic/lines.ts';
import { meansIntended } from '../traffic/means-intended.ts';
import { fieldOf, type MappingNode, parseSyntaxTree, type ScalarNode, type SequenceNode, type SyntaxNode } from '../traffic/syntax-tree.ts';
import { applyEdits, type TextEdit } from '../traffic/text-edit.ts';
import { emitNode } from '../yaml/emit.ts';
import { quoteString } from '../yaml/quote.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';

/** The text with the edits, or the path of the first that could not be had without changing or losing something else. */
export type EditedText = { readonly text: string } | { readonly refused: TemplatePath };

/**
 * Sets and removes fields of an object, and leaves every other byte of its file as it is. The result is read again: where it means anything
 * but the same file with these fields, the edit is refused; and so is one that takes a comment away.
 * @param document the object, in the text
 * @param edits with paths from the object's root; a parent of each is there
 */
export function editFields(text: string, document: YamlDocument, edits: readonly TemplateEdit[]): EditedText {
  let edited = text;
  let intended = document.value;
  for (const edit of edits) {
    const current = parseYaml(edited).documents[document.index];
    const change = current && editField(edited, current, edit);
    if (!change || takesComment(edited, change)) return { refused: edit.path };
    intended = withField(intended, edit.path, edit.value);
    edited = applyEdits(edited, change);
  }
  return meansIntended(text, edited, document, intended) ? { text: edited } : { refused: edits[0]?.path ?? [] };
}

function editField(text: string, document: YamlDocument, { path, value }: TemplateEdit): readonly TextEdit[] | undefined {
  const last = path.at(-1);
  const parent = nodeAt(parseSyntaxTree(text, document), path.slice(0, -1));
  if (last === undefined || !parent || parent.hasAnchor) return undefined;
  const place = { text, limit: document.end };
  if (typeof last === 'string') return parent.kind === 'mapping' ? editPair(place, parent, last, value) : undefined;
  return parent.kind === 'sequence' ? editItem(place, parent, last, value) : undefined;
}

interface Place {
  readonly text: string;
  /** The end of the document. */
  readonly limit: number;
}

function editPair(place: Place, mapping: MappingNode, key: string, value: unknown): readonly TextEdit[] | undefined {
  const pair = fieldOf(mapping, key);
  if (!pair) return value === undefined ? undefined : addPair(place, mapping, key, value);
  if (isShared(pair.value)) return undefined;
  if (value === undefined) return removeLines(place, mapping, pair.key, pair.value, mapping.pairs.length);
  return replaceValue(place, mapping, pair, value);
}

function editItem(place: Place, list: SequenceNode, step: TemplateStep, value: unknown): readonly TextEdit[] | undefined {
  const item = list.items.find((candidate) => isNamed(candidate, step));
  if (!item) return value === undefined ? undefined : addItem(place, list, value);
  if (value !== undefined || isShared(item)) return undefined;
  return removeLines(place, list, item, item, list.items.length);
}

const isNamed = (node: SyntaxNode, step: TemplateStep): boolean => {
  const name = node.kind === 'mapping' && typeof step !== 'string' ? fieldOf(node, 'name')?.value : undefined;
  return name?.kind === 'scalar' && typeof step !== 'string' && name.text === step.name;
};

/** What other places may mean, too. */
const isShared = (node: SyntaxNode): boolean => node.hasAnchor || node.hasTag || node.kind === 'alias';

function nodeAt(root: SyntaxNode, path: TemplatePath): SyntaxNode | undefined {
  return path.reduce<SyntaxNode | undefined>((node, step) => {
    if (node === undefined || node.hasAnchor) return undefined;
    if (typeof step === 'string') return node.kind === 'mapping' ? fieldOf(node, step)?.value : undefined;
    return node.kind === 'sequence' ? node.items.find((item) => isNamed(item, step)) : undefined;
  }, root);
}

function replaceValue(
  { text }: Place,
  mapping: MappingNode,
  { key, value: old }: MappingNode['pairs'][number],
  value: unknown,
): readonly TextEdit[] | undefined {
  if (old.kind === 'scalar' && old.quote !== '|' && old.end > old.start && isScalar(value)) {
    return [{ start: old.start, end: old.end, text: scalarLike(old, value) }];
  }
  if (mapping.isFlow || (old.kind !== 'scalar' && old.kind !== 'alias' && old.isFlow)) {
    return old.end > old.start ? [{ start: old.start, end: old.end, text: JSON.stringify(value) }] : undefined;
  }
  const colon = text.indexOf(':', key.end) + 1;
  const end = withoutLineBreak(text, Math.max(old.end, colon));
  return [{ start: colon, end, text: blockValue(value, columnOf(text, key.start), lineBreakOf(text)) }];
}

const isScalar = (value: unknown): value is string | number | boolean | bigint =>
  (typeof value === 'string' && !/[\r\n]/.test(value)) ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint';

/** In the quotes that are there, where it is a text that can stand in them. */
function scalarLike({ quote }: ScalarNode, value: string | number | boolean | bigint): string {
  if (typeof value !== 'string') return String(value);
  if (quote === '"') return JSON.stringify(value);
  return quote === "'" ? `'${value.replaceAll("'", "''")}'` : quoteString(value);
}

/** What stands behind `key:` in block style, without the line break at its end. */
function blockValue(value: unknown, column: number, lineBreak: string): string {
  const isBelow = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBelow) {
    const [, written = ''] = /^x:([\s\S]*)\n$/.exec(emitNode({ x: value }, '')) ?? [];
    return written.replaceAll('\n', lineBreak + spaces(column));
  }
  const lines = emitNode(value, spaces(Array.isArray(value) ? column : column + 2)).trimEnd();
  return `\n${lines}`.replaceAll('\n', lineBreak);
}

function addPair({ text, limit }: Place, mapping: MappingNode, key: string, value: unknown): readonly TextEdit[] | undefined {
  const [first, last] = [mapping.pairs[0], mapping.pairs.at(-1)];
  if (!first || !last) return undefined;
  const isJson = first.key.kind === 'scalar' && first.key.quote === '"';
  const name = isJson ? JSON.stringify(key) : quoteString(key);
  if (mapping.isFlow) {
    const range = { start: last.key.start, end: Math.max(last.key.end, last.value.end) };
    return addToFlow(text, range, [`${name}: ${JSON.stringify(value)}`], ', ');
  }
  const column = columnOf(text, first.key.start);
  const at = lineBelow(text, mapping.end, limit, column);
  const lineBreak = lineBreakOf(text);
  return [insertLines(text, at, [`${spaces(column)}${name}:${blockValue(value, column, lineBreak)}`], lineBreak)];
}

function addItem({ text, limit }: Place, list: SequenceNode, value: unknown): readonly TextEdit[] | undefined {
  const last = list.items.at(-1);
  if (!last) return undefined;
  if (list.isFlow) return addToFlow(text, last, [JSON.stringify(value)], ', ');
  const dash = columnOf(text, text.lastIndexOf('-', last.start));
  const lineBreak = lineBreakOf(text);
  const lines = emitNode([value], spaces(dash)).trimEnd().replaceAll('\n', lineBreak);
  return [insertLines(text, lineBelow(text, last.end, limit, dash + 1), [lines], lineBreak)];
}

/** Takes whole lines away; undefined where something else is on them, or nothing would be left of what they are in. */
function removeLines(
  { text, limit }: Place,
  parent: MappingNode | SequenceNode,
  first: SyntaxNode,
  last: SyntaxNode,
  siblings: number,
): readonly TextEdit[] | undefined {
  if (parent.isFlow || siblings < 2) return undefined;
  const start = lineStart(text, first.start);
  const end = lineBelow(text, Math.max(first.end, last.end), limit, Number.POSITIVE_INFINITY);
  const isOwn =
    /^[ \t]*(-[ \t]+)?$/.test(text.slice(start, first.start)) &&
    (parent.kind === 'sequence' || !text.slice(start, first.start).includes('-'));
  return isOwn ? [{ start, end, text: '' }] : undefined;
}

/** The text of a block ends behind its last line break. */
function withoutLineBreak(text: string, end: number): number {
  const trimmed = /(?:\r\n|\n|\r)+$/.exec(text.slice(0, end));
  return trimmed ? trimmed.index : end;
}

/** Whether a comment is in what is replaced, or beside it on its last line. A mark in a text counts too: better asked once too often. */
function takesComment(text: string, edits: readonly TextEdit[]): boolean {
  return edits.some(({ start, end }) => {
    const taken = text.slice(start, end);
    const isLines = /[\r\n]/.test(taken);
    return isLines && /(^|\s)#/.test(text.slice(start, Math.max(end, lineEnd(text, end - 1))));
  });
}

/** A value with another one at a path. */
function withField(value: unknown, [step, ...rest]: TemplatePath, field: unknown): unknown {
  if (step === undefined) return field;
  if (typeof step === 'string') {
    const { [step]: old, ...others } = value as Readonly<Record<string, unknown>>;
    const next = withField(old, rest, field);
    return next === undefined ? others : { ...(value as object), [step]: next };
  }
  const items = value as readonly { readonly name: string }[];
  if (!items.some(({ name }) => name === step.name)) return [...items, withField(undefined, rest, field)];
  return items.flatMap((item) => {
    const next = item.name === step.name ? withField(item, rest, field) : item;
    return next === undefined ? [] : [next];
  });
}
