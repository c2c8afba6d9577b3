import { suggest } from '../../core/schema/suggest.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** A StackSet and the file that it is in. */
type Found = Pick<StackSetTraffic, 'stackSet' | 'source'>;

/** StackSets, or why it is not clear which are meant. */
export type NamedStackSets<Kind extends Found> = { readonly stackSets: readonly Kind[] } | { readonly problem: LocatedProblem };

/** The StackSets of a name, or all where none is given. */
export function namedStackSets<Kind extends Found>(stackSets: readonly Kind[], name: string | undefined): NamedStackSets<Kind> {
  const named = stackSets.filter(({ stackSet }) => name === undefined || stackSet.metadata.name === name);
  return named.length === 0 && name !== undefined ? { problem: unknown(name, namesOf(stackSets)) } : { stackSets: named };
}

export type StackSetChoice<Kind extends Found> = { readonly stackSet: Kind } | { readonly problem: LocatedProblem };

/** The one StackSet that is meant. @param name undefined where there should be only one */
export function chooseStackSet<Kind extends Found>(stackSets: readonly Kind[], name: string | undefined): StackSetChoice<Kind> {
  const named = namedStackSets(stackSets, name);
  if ('problem' in named) return named;
  const [first, ...others] = named.stackSets;
  return first !== undefined && others.length === 0 ? { stackSet: first } : { problem: ambiguous(named.stackSets) };
}

const namesOf = (stackSets: readonly Found[]): readonly string[] =>
  [...new Set(stackSets.map(({ stackSet }) => stackSet.metadata.name))].sort();

type Refusal = Pick<LocatedProblem, 'reason' | 'message' | 'remedy'>;

const error = (refusal: Refusal): LocatedProblem => ({ severity: 'error', path: [], ...refusal });

function unknown(name: string, names: readonly string[]): LocatedProblem {
  const near = suggest(name, names);
  return error({
    reason: 'StackSetUnknown',
    message: `there is no StackSet ${JSON.stringify(name)}; there is ${names.join(', ')}`,
    remedy: near === undefined ? `Name one of ${names.join(', ')}.` : `Write ${near}, if that is meant.`,
  });
}

function ambiguous(stackSets: readonly Found[]): LocatedProblem {
  const names = namesOf(stackSets);
  if (names.length === stackSets.length)
    return error({
      reason: 'StackSetAmbiguous',
      message: `there are several StackSets: ${names.join(', ')}`,
      remedy: `Choose one with --stackset ${names[0]}.`,
    });
  const places = stackSets.map(({ stackSet, source }) => `${nameOf(stackSet.metadata)} in ${source.file}`);
  return error({
    reason: 'StackSetAmbiguous',
    message: `there are several StackSets: ${places.join(', ')}`,
    remedy: 'Name the folder of one, and --stackset.',
  });
}

const nameOf = ({ namespace, name }: { readonly namespace?: string; readonly name: string }): string =>
  namespace === undefined ? name : `${namespace}/${name}`;
