import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseYaml } from '../yaml/read.ts';
import { isLiveObject, type LiveObject, listAt, textAt } from './live-object.ts';

/** The objects of a dump, in its order, and what in it is no object. */
export interface Dump {
  readonly objects: readonly LiveObject[];
  readonly problems: readonly LocatedProblem[];
}

/**
 * Reads what `kubectl get -o json` or `-o yaml` prints: a List, an array of objects, or documents, in any mixture. Never throws: what is
 * no object comes back as a problem, and the rest is read.
 * @param file where the text comes from, for the problems
 */
export function readDump(text: string, file: string): Dump {
  const { values, problems } = isJson(text) ? readJson(text, file) : readYaml(text, file);
  const objects: LiveObject[] = [];
  const strange: LocatedProblem[] = [];
  for (const [index, item] of values.flatMap((value) => itemsOf(value)).entries()) {
    if (isLiveObject(item)) objects.push(item);
    else strange.push(noObject(file, index));
  }
  return { objects, problems: [...problems, ...strange] };
}

interface Values {
  readonly values: readonly unknown[];
  readonly problems: readonly LocatedProblem[];
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** JSON.parse is many times faster than the YAML reader, which is for what JSON.parse does not take. */
function readJson(text: string, file: string): Values {
  try {
    return { values: [JSON.parse(text)], problems: [] };
  } catch {
    return readYaml(text, file);
  }
}

function readYaml(text: string, file: string): Values {
  const { documents, problems } = parseYaml(text);
  return {
    values: documents.map(({ value }) => value),
    problems: problems.map((problem) => ({ severity: 'error', reason: 'DumpUnreadable', path: [], file, ...problem })),
  };
}

/** Lists may hold lists: `kubectl get` of several files prints such. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsOf);
  const isList = textAt(value, ['kind'])?.endsWith('List') ?? false;
  return isList ? listAt(value, ['items']).flatMap(itemsOf) : [value];
}

const noObject = (file: string, index: number): LocatedProblem => ({
  severity: 'error',
  reason: 'DumpItemInvalid',
  path: [],
  file,
  message: `object ${index + 1} of the dump lacks an apiVersion, a kind or a name`,
  remedy: 'Take the dump with `kubectl get -o json`, which prints whole objects.',
});
