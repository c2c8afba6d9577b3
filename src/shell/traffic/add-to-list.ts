import { blockEntry, entryLike, flowEntry, layoutOf, styleOfList, type TrafficEntry } from './entry-style.ts';
import { indentationOf, lineBelow, lineBreakOf, lineEnd, spaces } from './lines.ts';
import type { SequenceNode, SyntaxNode } from './syntax-tree.ts';
import { insertion, type TextEdit } from './text-edit.ts';

/** Adds entries at the end of a list that has some, each looking like the last. @param limit the end of the document */
export function addToList(text: string, list: SequenceNode, entries: readonly TrafficEntry[], limit: number): readonly TextEdit[] {
  const last = list.items.at(-1);
  if (last === undefined || entries.length === 0) return [];
  const style = styleOfList(text, list);
  if (!list.isFlow) return addLines(text, list, last, entries, limit);
  const written = entries.map((entry) => entryLike(text, last, entry, style) ?? flowEntry(entry, style));
  return addToFlow(text, last, written, separatorOf(text, list) ?? style.comma);
}

function addLines(
  text: string,
  list: SequenceNode,
  last: SyntaxNode,
  entries: readonly TrafficEntry[],
  limit: number,
): readonly TextEdit[] {
  const style = styleOfList(text, list);
  const layout = layoutOf(text, list);
  const lineBreak = lineBreakOf(text);
  const lines = entries.map((entry) => {
    if (last.kind !== 'mapping' || !last.isFlow) return blockEntry(entry, style, layout, lineBreak);
    return `${spaces(layout.dash)}-${layout.gap}${entryLike(text, last, entry, style) ?? flowEntry(entry, style)}`;
  });
  return [insertLines(text, lineBelow(text, last.end, limit, layout.dash + 1), lines, lineBreak)];
}

/** Inserts whole lines before a line; or below the last one, where the text ends without a line break. */
export function insertLines(text: string, at: number, lines: readonly string[], lineBreak: string): TextEdit {
  const isBelowLast = at > 0 && !/[\r\n\uFEFF]/.test(text[at - 1] ?? '');
  return insertion(at, isBelowLast ? lines.map((line) => lineBreak + line).join('') : lines.map((line) => line + lineBreak).join(''));
}

/** What stands between the last two items, where that is a comma and space. */
function separatorOf(text: string, { items }: SequenceNode): string | undefined {
  const [beforeLast, last] = items.slice(-2);
  if (beforeLast === undefined || last === undefined) return undefined;
  const between = text.slice(beforeLast.end, last.start);
  return /^[ \t]*,[ \t]*$/.test(between) ? between : undefined;
}

/**
 * Adds elements to a flow collection: each on a line of its own where the last one stands so, and below the comment beside it.
 * @param last what they follow
 * @param separator between two on one line
 */
export function addToFlow(
  text: string,
  last: { readonly start: number; readonly end: number },
  elements: readonly string[],
  separator: string,
): readonly TextEdit[] {
  const indent = indentationOf(text, last.start);
  if (indent === undefined) return [insertion(last.end, elements.map((element) => separator + element).join(''))];
  const lineBreak = lineBreakOf(text);
  const end = lineEnd(text, last.end);
  const [rest = '', comma] = /^[ \t]*(,?)[ \t]*(?:$|(?<=[ \t,])#.*$)/.exec(text.slice(last.end, end)) ?? [];
  const isRestOfLine = rest.length === end - last.end;
  if (!isRestOfLine) return [insertion(last.end, elements.map((element) => `,${lineBreak}${indent}${element}`).join(''))];
  const lines = elements.map((element) => lineBreak + indent + element).join(',');
  return comma ? [insertion(end, `${lines},`)] : [insertion(last.end, ','), insertion(end, lines)];
}
