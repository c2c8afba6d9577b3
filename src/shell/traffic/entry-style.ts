import { quoteString } from '../yaml/quote.ts';
import { columnOf, lineBreakOf, spaces } from './lines.ts';
import { fieldOf, type MappingNode, type ScalarNode, type SequenceNode, type SyntaxNode } from './syntax-tree.ts';
import { applyEdits } from './text-edit.ts';

/** An entry of `spec.traffic`. */
export interface TrafficEntry {
  readonly stackName: string;
  readonly weight: number;
}

/** How the entries of a list look. */
export interface EntryStyle {
  /** A key as it is written. */
  readonly key: (name: keyof TrafficEntry) => string;
  readonly name: (stackName: string) => string;
  readonly isWeightFirst: boolean;
  /** Between a key and its value in flow style: `: `, or `:` in minified JSON. */
  readonly colon: string;
  /** Between two pairs or items on one line. */
  readonly comma: string;
}

/** What people write in YAML. */
export const PLAIN_STYLE: EntryStyle = { key: (name) => name, name: quoteString, isWeightFirst: false, colon: ': ', comma: ', ' };

/** Everything in double quotes, as JSON wants it. */
const jsonStyle = (isMinified: boolean): EntryStyle => ({
  ...PLAIN_STYLE,
  key: (name) => `"${name}"`,
  name: (name) => `"${name}"`,
  colon: isMinified ? ':' : ': ',
  comma: isMinified ? ',' : ', ',
});

/** The style of a new list beside a field: JSON's where that field is in double quotes. */
export function styleBeside(text: string, { key, value }: MappingNode['pairs'][number]): EntryStyle {
  if (key.kind !== 'scalar' || key.quote !== '"') return PLAIN_STYLE;
  return jsonStyle(text.slice(key.end, value.start) === ':');
}

/** The style of the last entry of a list that is written out; plain where there is none. */
export function styleOfList(text: string, list: SequenceNode): EntryStyle {
  const entry = list.items.map((item) => entryFields(item)).findLast((fields) => fields !== undefined);
  if (!entry) return PLAIN_STYLE;
  const { stackName, weight } = entry;
  const isMinified = text.slice(stackName.key.end, stackName.value.start) === ':';
  return {
    key: (name) => text.slice(entry[name].key.start, entry[name].key.end),
    name: (name) => (isWordQuote(stackName.value.quote) ? `${stackName.value.quote}${name}${stackName.value.quote}` : quoteString(name)),
    isWeightFirst: weight.key.start < stackName.key.start,
    colon: isMinified ? ':' : ': ',
    comma: isMinified ? ',' : ', ',
  };
}

const isWordQuote = (quote: ScalarNode['quote']): boolean => quote === "'" || quote === '"';

interface EntryField {
  readonly key: ScalarNode;
  readonly value: ScalarNode;
}

/** Both fields of an entry, where both are written out. */
function entryFields(item: SyntaxNode): { readonly [name in keyof TrafficEntry]: EntryField } | undefined {
  if (item.kind !== 'mapping') return undefined;
  const stackName = scalarField(item, 'stackName');
  const weight = scalarField(item, 'weight');
  return stackName && weight && { stackName, weight };
}

function scalarField(item: MappingNode, name: string): EntryField | undefined {
  const pair = fieldOf(item, name);
  if (pair?.key.kind !== 'scalar' || pair.value.kind !== 'scalar' || pair.value.start === pair.value.end) return undefined;
  return { key: pair.key, value: pair.value };
}

const fieldsOf = ({ stackName, weight }: TrafficEntry, style: EntryStyle): readonly (readonly [key: string, value: string])[] => {
  const pairs = [
    [style.key('stackName'), style.name(stackName)],
    [style.key('weight'), String(weight)],
  ] as const;
  return style.isWeightFirst ? pairs.toReversed() : pairs;
};

/** `{stackName: shop-v1, weight: 80}`. */
export const flowEntry = (entry: TrafficEntry, style: EntryStyle): string =>
  `{${fieldsOf(entry, style)
    .map((pair) => pair.join(style.colon))
    .join(style.comma)}}`;

/** The same over several lines, as JSON is often written. */
export function tallFlowEntry(entry: TrafficEntry, style: EntryStyle, indent: string, unit: string, lineBreak: string): string {
  const pairs = fieldsOf(entry, style).map((pair) => `${indent}${unit}${pair.join(style.colon)}`);
  return `{${lineBreak}${pairs.join(`,${lineBreak}`)}${lineBreak}${indent}}`;
}

/**
 * A flow entry like one that is there: its text with another name and weight. Undefined where it holds more than the two, or a comment,
 * anchor or tag, of which there must be no copy.
 */
export function entryLike(text: string, model: SyntaxNode, entry: TrafficEntry, style: EntryStyle): string | undefined {
  const fields = entryFields(model);
  if (model.kind !== 'mapping' || !model.isFlow || !fields || model.pairs.length !== 2) return undefined;
  const nodes = [model, ...model.pairs.flatMap(({ key, value }) => [key, value])];
  const source = text.slice(model.start, model.end);
  if (nodes.some(({ hasAnchor, hasTag }) => hasAnchor || hasTag) || source.includes('#')) return undefined;
  const place = ({ value }: EntryField): { start: number; end: number } => ({
    start: value.start - model.start,
    end: value.end - model.start,
  });
  return applyEdits(source, [
    { ...place(fields.stackName), text: style.name(entry.stackName) },
    { ...place(fields.weight), text: String(entry.weight) },
  ]);
}

/** How the items of a block list are indented. */
export interface BlockLayout {
  /** Column of the dash. */
  readonly dash: number;
  /** Between the dash and the item: spaces, or a line break and the item's indentation. */
  readonly gap: string;
  /** Column of the item. */
  readonly item: number;
}

/** The layout of a block list that has an item. */
export function layoutOf(text: string, list: SequenceNode): BlockLayout {
  const dash = columnOf(text, list.start);
  const between = text.slice(list.start + 1, list.items[0]?.start);
  const lineBreak = lineBreakOf(between);
  if (between.includes(lineBreak)) {
    const item = columnOf(text, list.items[0]?.start ?? 0);
    return { dash, gap: `${lineBreak}${spaces(item)}`, item };
  }
  const gap = /^ +/.exec(between)?.[0] ?? ' ';
  return { dash, gap, item: dash + 1 + gap.length };
}

/** The lines of an entry in a block list. */
export function blockEntry(entry: TrafficEntry, style: EntryStyle, { dash, gap, item }: BlockLayout, lineBreak: string): string {
  const [first, second] = fieldsOf(entry, style).map((pair) => pair.join(': '));
  return `${spaces(dash)}-${gap}${first}${lineBreak}${spaces(item)}${second}`;
}
