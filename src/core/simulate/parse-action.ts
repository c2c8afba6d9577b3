import { suggest } from '../schema/suggest.ts';
import type { StoryAction, StoryActionType } from './story.ts';

/** An action, or what is wrong with the words and what to write. */
export type ActionReading = { readonly action: StoryAction } | { readonly message: string; readonly remedy: string };

/** How each action is written, and how its words are read: undefined where they do not fit. */
const GRAMMAR: Readonly<
  Record<StoryActionType, { readonly form: string; readonly read: (words: readonly string[]) => StoryAction | undefined }>
> = {
  version: { form: 'version v2', read: ([version, ...more]) => (version && more.length === 0 ? { type: 'version', version } : undefined) },
  traffic: { form: 'traffic v2 50', read: readTraffic },
  rollback: { form: 'rollback', read: (words) => (words.length === 0 ? { type: 'rollback' } : undefined) },
  hold: { form: 'hold', read: (words) => (words.length === 0 ? { type: 'hold' } : undefined) },
  resume: { form: 'resume', read: (words) => (words.length === 0 ? { type: 'resume' } : undefined) },
  crash: { form: 'crash v2', read: readCrash },
  heal: { form: 'heal v2', read: ([stack, ...more]) => (stack && more.length === 0 ? { type: 'heal', stack } : undefined) },
  load: { form: 'load 900', read: readLoad },
};

export const ACTION_TYPES = Object.keys(GRAMMAR) as readonly StoryActionType[];

const isActionType = (word: string): word is StoryActionType => Object.hasOwn(GRAMMAR, word);

/** Reads the short form of an action: `version v2`, `traffic v2 50 v1 50`, `crash v2`, `load 900`, `rollback`. */
export function parseAction(text: string): ActionReading {
  const [type = '', ...words] = text.trim().split(/\s+/);
  if (!isActionType(type)) return unknownAction(type);
  const { form, read } = GRAMMAR[type];
  const action = read(words);
  return action ? { action } : { message: `${JSON.stringify(text)} is not understood`, remedy: `Write it as \`${form}\`.` };
}

function unknownAction(word: string): ActionReading {
  const near = suggest(word, ACTION_TYPES);
  const known = ACTION_TYPES.join(', ');
  return {
    message: word === '' ? 'nothing happens here' : `there is no action ${JSON.stringify(word)}`,
    remedy: near === undefined ? `Write one of ${known}.` : `Write ${near}, if that is meant; else one of ${known}.`,
  };
}

function readTraffic(words: readonly string[]): StoryAction | undefined {
  if (words.length === 0 || words.length % 2 === 1) return undefined;
  const weights = words.flatMap((stack, index) => (index % 2 === 0 ? [{ stack, weight: words[index + 1] ?? '' }] : []));
  return { type: 'traffic', weights };
}

function readCrash([stack, count, ...more]: readonly string[]): StoryAction | undefined {
  if (!stack || more.length > 0) return undefined;
  if (count === undefined) return { type: 'crash', stack };
  return /^[1-9]\d{0,5}$/.test(count) ? { type: 'crash', stack, pods: Number(count) } : undefined;
}

function readLoad([count = '', ...more]: readonly string[]): StoryAction | undefined {
  return /^\d{1,9}(\.\d+)?$/.test(count) && more.length === 0 ? { type: 'load', requestsPerSecond: Number(count) } : undefined;
}
