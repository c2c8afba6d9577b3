import type { Problem } from '../../core/model/problem.ts';
import { parseYaml } from '../yaml/read.ts';
import type { Item, KrmObject } from './item.ts';
import { checkShape } from './item-shape.ts';
import { cutItems } from './item-texts.ts';
import type { ResourceList } from './resource-list.ts';

/** A ResourceList as it was read; with errors among the problems it may be incomplete. */
export interface ParsedResourceList {
  readonly list: ResourceList;
  /** Spaces before each item's `-`, for items without a text. */
  readonly indent: string;
  readonly problems: readonly Problem[];
}

const EMPTY: ResourceList = { items: [] };

/** Reads what an orchestrator writes to a function's stdin. Never throws: what is wrong comes back as problems. */
export function parseResourceList(text: string): ParsedResourceList {
  const { documents, problems } = parseYaml(text);
  const [document] = documents;
  const broken = problems.map(({ line, column, message, remedy }) =>
    listProblem('YamlInvalid', `line ${line}, column ${column}: ${message}`, remedy),
  );
  if (broken.length > 0) return { list: EMPTY, indent: '', problems: broken };
  if (documents.length !== 1 || !document || !isResourceList(document.value)) return { list: EMPTY, indent: '', problems: [NO_LIST] };
  const { items = [], functionConfig } = document.value;
  if (!Array.isArray(items))
    return { list: EMPTY, indent: '', problems: [listProblem('NoItems', 'items is no list', 'Give a list of objects.')] };
  const cut = items.length > 0 ? cutItems(text) : undefined;
  const texts = cut?.texts.length === items.length ? cut.texts : [];
  const config = isObject(functionConfig) ? (functionConfig as KrmObject) : undefined;
  return {
    list: { items: items.map((value, index) => itemOf(value, texts[index])), ...(config && { functionConfig: config }) },
    indent: cut?.indent ?? '',
    problems: [
      ...items.flatMap((item, index) => checkShape(item, `item ${index} of the ResourceList`)),
      ...(config ? checkShape(config, 'functionConfig') : []),
    ],
  };
}

/** An item that is no object is an error, and with an error items only pass through. */
const itemOf = (value: unknown, text: string | undefined): Item => ({ object: value as KrmObject, ...(text !== undefined && { text }) });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Its apiVersion was v1alpha1 and v1beta1 before, with the same fields; orchestrators of any age are served. */
const isResourceList = (value: unknown): value is { readonly items?: unknown; readonly functionConfig?: unknown } =>
  isObject(value) && value.kind === 'ResourceList' && String(value.apiVersion).startsWith('config.kubernetes.io/');

const listProblem = (reason: string, message: string, remedy: string): Problem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
});

const NO_LIST = listProblem(
  'NoResourceList',
  'there is no ResourceList of config.kubernetes.io/v1 on stdin',
  'Run this function with kustomize or kpt, or pipe the output of `kpt fn source DIR` into it; for plain files there is `stackset render`.',
);
