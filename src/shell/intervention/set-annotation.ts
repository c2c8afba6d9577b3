import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { addToFlow, insertLines } from '../traffic/add-to-list.ts';
import { columnOf, lineBelow, lineBreakOf, spaces } from '../traffic/lines.ts';
import { meansIntended } from '../traffic/means-intended.ts';
import { fieldOf, type MappingNode, parseSyntaxTree, type SyntaxNode } from '../traffic/syntax-tree.ts';
import { applyEdits, insertion, type TextEdit } from '../traffic/text-edit.ts';
import { quoteString } from '../yaml/quote.ts';
import type { YamlDocument } from '../yaml/read.ts';

/** The text with the annotation, or undefined where it could not be had without changing anything else. */
export type AnnotatedText = string | undefined;

/**
 * Gives an object an annotation, and leaves every other byte of its file as it is. The result is read again: where it means anything but
 * the same file with this annotation, there is none.
 * @param document the object, in the text
 */
export function setAnnotation(text: string, document: YamlDocument, key: string, value: string): AnnotatedText {
  const root = parseSyntaxTree(text, document);
  const metadata = root.kind === 'mapping' ? fieldOf(root, 'metadata')?.value : undefined;
  if (metadata?.kind !== 'mapping') return undefined;
  const edits = planEdits({ text, metadata, limit: document.end }, key, value);
  if (!edits) return undefined;
  const edited = applyEdits(text, edits);
  const object = document.value as KubernetesObject;
  const annotations = { ...object.metadata.annotations, [key]: value };
  const intended = { ...object, metadata: { ...object.metadata, annotations } };
  return meansIntended(text, edited, document, intended) ? edited : undefined;
}

interface Place {
  readonly text: string;
  readonly metadata: MappingNode;
  /** The end of the document. */
  readonly limit: number;
}

function planEdits(place: Place, key: string, value: string): readonly TextEdit[] | undefined {
  const { metadata } = place;
  const field = fieldOf(metadata, 'annotations');
  if (!field) return addPair(place, metadata, 'annotations', (style) => nested(style, key, value));
  const { value: annotations } = field;
  if (annotations.kind === 'scalar') return fillField(place, field, key, value);
  if (annotations.kind !== 'mapping') return undefined;
  const pair = fieldOf(annotations, key);
  if (pair) return pair.value.kind === 'scalar' && pair.value.quote !== '|' ? [replace(pair.value, quoted(value))] : undefined;
  if (annotations.pairs.length === 0) return [replace(annotations, flowMapping(keyStyle(metadata), key, value))];
  return addPair(place, annotations, key, () => [` ${quoted(value)}`]);
}

/** How keys are written: JSON has them in double quotes. */
type KeyStyle = (key: string) => string;

const keyStyle = ({ pairs: [first] }: MappingNode): KeyStyle =>
  first?.key.kind === 'scalar' && first.key.quote === '"' ? (key) => `"${key}"` : quoteString;

const quoted = (value: string): string => JSON.stringify(value);

const flowMapping = (style: KeyStyle, key: string, value: string): string => `{${style(key)}: ${quoted(value)}}`;

const replace = ({ start, end }: SyntaxNode, text: string): TextEdit => ({ start, end, text });

/** The value of a new field in block style: what stands beside the key, and the lines below it. */
type BlockValue = readonly [beside: string, ...below: readonly string[]];

const nested = (style: KeyStyle, key: string, value: string): BlockValue => ['', `  ${style(key)}: ${quoted(value)}`];

/** Adds a pair at the end of a mapping that has some. */
function addPair(
  { text, limit }: Place,
  mapping: MappingNode,
  key: string,
  write: (style: KeyStyle) => BlockValue,
): readonly TextEdit[] | undefined {
  const [first, last] = [mapping.pairs[0], mapping.pairs.at(-1)];
  if (!first || !last) return undefined;
  const style = keyStyle(mapping);
  const [beside, ...below] = write(style);
  if (mapping.isFlow) {
    const value = below.length === 0 ? beside.trimStart() : `{${below.map((line) => line.trim()).join(', ')}}`;
    const range = { start: last.key.start, end: Math.max(last.key.end, last.value.end) };
    return addToFlow(text, range, [`${style(key)}: ${value}`], ', ');
  }
  const column = columnOf(text, first.key.start);
  const at = lineBelow(text, mapping.end, limit, column);
  const lines = [`${style(key)}:${beside}`, ...below].map((line) => spaces(column) + line);
  return [insertLines(text, at, lines, lineBreakOf(text))];
}

/** Gives an `annotations` that is empty its first entry. */
function fillField(
  { text, metadata }: Place,
  { key: name, value: nothing }: MappingNode['pairs'][number],
  key: string,
  value: string,
): readonly TextEdit[] | undefined {
  const mapping = flowMapping(keyStyle(metadata), key, value);
  if (nothing.end > nothing.start) return [replace(nothing, mapping)];
  return [insertion(text.indexOf(':', name.end) + 1, ` ${mapping}`)];
}
