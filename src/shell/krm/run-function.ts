import type { KptFunc } from 'kpt-functions';
import { hasErrors } from '../../core/model/problem.ts';
import { emitResourceList, type OutgoingItem } from './emit-resource-list.ts';
import { checkIdentities } from './identity.ts';
import type { Item, KrmObject } from './item.ts';
import { createItemConfigs, type ItemConfigs } from './item-configs.ts';
import { type ItemProblem, resultOf } from './item-problem.ts';
import { type ParsedResourceList, parseResourceList } from './parse-resource-list.ts';
import type { FunctionResult } from './resource-list.ts';

/** Where a function reads and writes: a process, or strings in tests. */
export interface FunctionStreams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: { readonly write: (text: string) => unknown };
  readonly stderr: { readonly write: (text: string) => unknown };
}

/** What goes out, and whether it is good. */
interface Outcome {
  readonly items: readonly OutgoingItem[];
  readonly results: readonly FunctionResult[];
}

/**
 * Runs a KRM function once: a ResourceList in, a ResourceList with results out. The SDK's `run` is not used, for its YAML reader
 * and its Configs lose values, comments and items. Where anything is wrong the items go out as they came in, and the errors are
 * on stderr too, since kustomize shows nothing else. Never throws.
 * @returns the exit code: 1 where a result is an error
 */
export async function runFunction(fn: KptFunc, { stdin, stdout, stderr }: FunctionStreams): Promise<0 | 1> {
  const text = decodeUtf8(await readAll(stdin));
  const parsed = text === undefined ? NOT_UTF8 : parseResourceList(text);
  const outcome = await performFunction(fn, parsed);
  stdout.write(emitResourceList(outcome.items, parsed.indent, parsed.list.functionConfig, outcome.results));
  const isError = ({ severity }: FunctionResult): boolean => severity === 'error';
  // kustomize build, where items have no files, shows no results: there warnings would never be seen.
  for (const result of outcome.results.filter((result) => isError(result) || !result.file)) stderr.write(`${describe(result)}\n`);
  return outcome.results.some(isError) ? 1 : 0;
}

async function performFunction(fn: KptFunc, { list, problems }: ParsedResourceList): Promise<Outcome> {
  const found: readonly ItemProblem[] = hasErrors(problems) ? problems : checkIdentities(list.items.map(({ object }) => object));
  if (hasErrors(found)) return { items: list.items, results: found.map(resultOf) };
  const sdk = await import('kpt-functions');
  const objects = list.items.map(({ object }) => object);
  const configs = createItemConfigs(sdk, objects, list.functionConfig, headComments(list.items));
  try {
    await fn(configs);
  } catch (error) {
    return { items: list.items, results: [failure(error)] };
  }
  return { items: outgoing(configs, list.items), results: configs.getResults() as unknown as readonly FunctionResult[] };
}

function outgoing(configs: ItemConfigs, incoming: readonly Item[]): readonly OutgoingItem[] {
  const known = new Map(incoming.map((item) => [item.object, item]));
  return configs.getAll().map((object) => {
    const item = object as unknown as KrmObject;
    const headComment = configs.headComment(item);
    return known.get(item) ?? { object: item, ...(headComment !== undefined && { headComment }) };
  });
}

/** The comment on the line of an item's `-`, where orchestrators put what stood above the document. */
function headComments(items: readonly Item[]): ReadonlyMap<KrmObject, string> {
  return new Map(
    items.flatMap(({ object, text }): readonly (readonly [KrmObject, string])[] => {
      const comment = /^ *- +(#[^\r\n]*)/.exec(text ?? '')?.[1];
      return comment === undefined ? [] : [[object, comment]];
    }),
  );
}

const failure = (error: unknown): FunctionResult => ({
  message: `the function failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  severity: 'error',
  tags: { reason: 'FunctionFailed' },
});

/** One line for people. */
function describe({ message, severity, resourceRef, file, field }: FunctionResult): string {
  const subject = resourceRef && `${resourceRef.kind} ${[resourceRef.namespace, resourceRef.name].filter(Boolean).join('/')}`;
  return [file?.path, severity, subject, field?.path, message].filter(Boolean).join(': ');
}

async function readAll(stream: FunctionStreams['stdin']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

/** Undefined for bytes that are no UTF-8, which would else come out as other characters. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const NOT_UTF8: ParsedResourceList = {
  list: { items: [] },
  indent: '',
  problems: [{ severity: 'error', reason: 'YamlInvalid', path: [], message: 'stdin is no UTF-8', remedy: 'Convert the file to UTF-8.' }],
};
