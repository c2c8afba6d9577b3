import { emitNode } from '../yaml/emit.ts';
import type { KrmObject } from './item.ts';
import { type FunctionResult, RESOURCE_LIST_API_VERSION } from './resource-list.ts';

/** An item on its way out. */
export interface OutgoingItem {
  readonly object: KrmObject;
  /** Its lines as they came in, where it is unchanged. */
  readonly text?: string;
  /** A comment above it, without `#` only where it has one already: the first line of a generated file. */
  readonly headComment?: string;
}

/** The text of a ResourceList; items that have a text go out byte for byte. */
export function emitResourceList(
  items: readonly OutgoingItem[],
  indent: string,
  functionConfig: KrmObject | undefined,
  results: readonly FunctionResult[],
): string {
  const head = `apiVersion: ${RESOURCE_LIST_API_VERSION}\nkind: ResourceList\n`;
  const list = items.length === 0 ? 'items: []\n' : `items:\n${items.map((item) => emitItem(item, indent)).join('')}`;
  const config = functionConfig === undefined ? '' : `functionConfig:\n${emitNode(functionConfig, '  ')}`;
  return `${head}${list}${config}${results.length === 0 ? '' : `results:\n${emitNode(results, '')}`}`;
}

function emitItem({ object, text, headComment }: OutgoingItem, indent: string): string {
  if (text !== undefined) return text.endsWith('\n') ? text : `${text}\n`;
  const body = emitNode(object, `${indent}  `);
  return headComment === undefined ? `${indent}- ${body.slice(indent.length + 2)}` : `${indent}- ${headComment}\n${body}`;
}
