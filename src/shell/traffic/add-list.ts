import { addToFlow, insertLines } from './add-to-list.ts';
import {
  type BlockLayout,
  blockEntry,
  type EntryStyle,
  flowEntry,
  layoutOf,
  styleBeside,
  type TrafficEntry,
  tallFlowEntry,
} from './entry-style.ts';
import { columnOf, indentationOf, lineBelow, lineBreakOf, lineEnd, lineStart, nextLine, spaces } from './lines.ts';
import type { MappingNode, SyntaxNode } from './syntax-tree.ts';
import { insertion, type TextEdit } from './text-edit.ts';

type Field = MappingNode['pairs'][number];

/** Adds `traffic` as the last field of a spec that has none. @param limit the end of the document */
export function addField(
  text: string,
  root: SyntaxNode,
  spec: MappingNode,
  entries: readonly TrafficEntry[],
  limit: number,
): readonly TextEdit[] {
  const last = spec.pairs.at(-1);
  if (last === undefined) return [];
  const { key } = last;
  const style = styleBeside(text, last);
  const name = key.kind === 'scalar' && key.quote === '"' ? '"traffic"' : 'traffic';
  const lineBreak = lineBreakOf(text);
  if (spec.isFlow) {
    const value = flowList(text, spec, key, entries, style);
    return addToFlow(text, { start: key.start, end: Math.max(key.end, last.value.end) }, [name + style.colon + value], style.comma);
  }
  const column = columnOf(text, spec.pairs[0]?.key.start ?? spec.start);
  const layout = newLayout(text, spec, root, column);
  const at = withoutBlankLines(text, last.value, lineBelow(text, spec.end, limit, column));
  const lines = entries.map((entry) => blockEntry(entry, style, layout, lineBreak));
  return [insertLines(text, at, [`${spaces(column)}${name}:`, ...lines], lineBreak)];
}

/** Gives a `traffic` that is null or an empty list its entries. */
export function fillField(
  text: string,
  root: SyntaxNode,
  spec: MappingNode,
  field: Field,
  entries: readonly TrafficEntry[],
): readonly TextEdit[] {
  const { key, value } = field;
  const style = styleBeside(text, field);
  const list = (): string => flowList(text, spec, key, entries, style);
  if (value.kind === 'sequence') {
    const isBare = /^\[\s*\]$/.test(text.slice(value.start, value.end));
    if (isBare) return [{ start: value.start, end: value.end, text: list() }];
    return [insertion(value.start + 1, entries.map((entry) => flowEntry(entry, style)).join(style.comma))];
  }
  const isWritten = value.end > value.start;
  const afterColon = text.indexOf(':', key.end) + 1;
  if (spec.isFlow) return [isWritten ? { ...rangeOf(value), text: list() } : insertion(afterColon, ` ${list()}`)];
  const column = columnOf(text, key.start);
  const lineBreak = lineBreakOf(text);
  const layout = newLayout(text, spec, root, column);
  const lines = entries.map((entry) => blockEntry(entry, style, layout, lineBreak));
  const below = insertLines(text, nextLine(text, isWritten ? value.end : afterColon), lines, lineBreak);
  if (!isWritten) return [below];
  const isBesideKey = /^[ \t]*$/.test(text.slice(afterColon, value.start));
  return [isBesideKey ? { start: afterColon, end: value.end, text: '' } : withoutOwnLine(text, value), below];
}

/** Takes a value away, and its line with it where nothing else is there. */
function withoutOwnLine(text: string, value: SyntaxNode): TextEdit {
  const isAlone = indentationOf(text, value.start) !== undefined && /^[ \t]*$/.test(text.slice(value.end, lineEnd(text, value.end)));
  return isAlone ? { start: lineStart(text, value.start), end: nextLine(text, value.end), text: '' } : { ...rangeOf(value), text: '' };
}

const rangeOf = ({ start, end }: SyntaxNode): { readonly start: number; readonly end: number } => ({ start, end });

/** A list in brackets: over many lines where it is JSON and the field stands on a line of its own, else on one. */
function flowList(text: string, spec: MappingNode, key: SyntaxNode, entries: readonly TrafficEntry[], style: EntryStyle): string {
  const indent = indentationOf(text, key.start);
  const isTall = indent !== undefined && spec.isFlow && key.kind === 'scalar' && key.quote === '"';
  if (!isTall) return `[${entries.map((entry) => flowEntry(entry, style)).join(style.comma)}]`;
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', spec.start - 1) + 1))?.[0] ?? '';
  const unit = indent.startsWith(outer) && indent !== outer ? indent.slice(outer.length) : '  ';
  const lineBreak = lineBreakOf(text);
  const items = entries.map((entry) => indent + unit + tallFlowEntry(entry, style, indent + unit, unit, lineBreak));
  return `[${lineBreak}${items.join(`,${lineBreak}`)}${lineBreak}${indent}]`;
}

/** The layout that other block lists of the document have, those of the spec first; else Kubernetes' own, with the dash below the key. */
function newLayout(text: string, spec: MappingNode, root: SyntaxNode, column: number): BlockLayout {
  const found = firstLayout(text, spec) ?? firstLayout(text, root);
  const dash = column + (found?.shift ?? 0);
  const gap = found?.gap ?? ' ';
  return { dash, gap, item: dash + 1 + gap.length };
}

interface RelativeLayout {
  /** From the key's column to the dash's. */
  readonly shift: number;
  readonly gap: string;
}

function firstLayout(text: string, node: SyntaxNode): RelativeLayout | undefined {
  if (node.kind === 'sequence') return first(node.items, (item) => firstLayout(text, item));
  if (node.kind !== 'mapping' || node.isFlow) return undefined;
  return first(node.pairs, ({ key, value }) => {
    if (value.kind !== 'sequence' || value.isFlow || value.items.length === 0) return firstLayout(text, value);
    const { dash, gap } = layoutOf(text, value);
    return { shift: dash - columnOf(text, key.start), gap: /^ +$/.test(gap) ? gap : ' ' };
  });
}

function first<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Blank lines below a block of text stay below what is added, unless they are part of it (`|+`). */
function withoutBlankLines(text: string, last: SyntaxNode, at: number): number {
  const leaf = lastLeaf(last);
  if (leaf.kind !== 'scalar' || leaf.quote !== '|' || leaf.keepsBlankLines) return at;
  const blankLines = /(?<=\n|\r(?!\n))(?:[ \t]*(?:\r\n|\n|\r))+$/.exec(text.slice(leaf.start, at));
  return at - (blankLines?.[0].length ?? 0);
}

function lastLeaf(node: SyntaxNode): SyntaxNode {
  const last = node.kind === 'mapping' ? node.pairs.at(-1)?.value : node.kind === 'sequence' ? node.items.at(-1) : undefined;
  return last === undefined ? node : lastLeaf(last);
}
