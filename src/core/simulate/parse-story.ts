import { parseGoDuration } from '../checks/go-duration.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import { formatTimestamp, parseTimestamp } from '../model/timestamp.ts';
import { describeValue } from '../schema/describe-value.ts';
import { suggest } from '../schema/suggest.ts';
import { ACTION_TYPES, parseAction } from './parse-action.ts';
import { STORY_DEFAULTS, type Story, type StoryEvent } from './story.ts';

export interface StoryReading {
  /** As far as it could be understood. */
  readonly story: Story;
  readonly problems: readonly Problem[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The longest time that a story may name: a year of seconds. */
const LONGEST = 366 * 86_400;

/**
 * Reads a story. Events stand in a list `events`, as `{at: 5m, version: v2}` or as `at 5m: version v2`; the short form may also stand
 * at the top, as a field or, where two events have the same time, as an item of a list.
 * @param value a YAML document
 */
export function parseStory(value: unknown): StoryReading {
  const problems: Problem[] = [];
  const events: StoryEvent[] = [];
  let story = STORY_DEFAULTS;
  if (Array.isArray(value)) events.push(...readEvents(value, [], problems));
  else if (!isFields(value)) problems.push(problem([], `a story was expected, got ${describeValue(value)}`, 'Write `at 5m: version v2`.'));
  else {
    for (const [key, field] of Object.entries(value)) {
      if (key.startsWith('at ')) events.push(...readShort(key, field, [], problems));
      else if (key === 'events') events.push(...readEvents(field, ['events'], problems));
      else story = { ...story, ...readSetting(key, field, problems) };
    }
  }
  return { story: { ...story, events: events.toSorted((a, b) => a.at - b.at) }, problems };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const problem = (path: FieldPath, message: string, remedy: string): Problem => ({
  severity: 'error',
  reason: 'StoryInvalid',
  path,
  message,
  remedy,
});

type Setting = (value: unknown) => Partial<Story> | string;

/** What a setting sets, or what it should be. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  start: (value) => {
    const seconds = typeof value === 'string' ? parseTimestamp(value) : undefined;
    return seconds === undefined ? 'a time, such as 2026-03-01T12:00:00Z' : { start: formatTimestamp(seconds) };
  },
  for: (value) => {
    const duration = parseSeconds(value);
    return duration === undefined || duration === 0 ? A_DURATION : { duration };
  },
  load: (value) => (isAmount(value) ? { load: value } : 'requests per second, such as 300'),
  requestsPerPod: (value) => (isAmount(value) && value > 0 ? { requestsPerPod: value } : 'requests per second, such as 50'),
  podStart: (value) => readDelay(value, (podStart) => ({ podStart })),
  applyDelay: (value) => readDelay(value, (applyDelay) => ({ applyDelay })),
};

const A_DURATION = 'a duration, such as 90s or 30m';

const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e9;

function readDelay(value: unknown, set: (seconds: number) => Partial<Story>): Partial<Story> | string {
  const seconds = parseSeconds(value);
  return seconds === undefined ? A_DURATION : set(seconds);
}

/** Seconds of a duration as Go writes it, or of the number 0. */
function parseSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' || value === 0 ? parseGoDuration(String(value)) : undefined;
  return seconds !== undefined && seconds >= 0 && seconds <= LONGEST ? seconds : undefined;
}

function readSetting(key: string, value: unknown, problems: Problem[]): Partial<Story> {
  const read = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
  if (!read) {
    const known = [...Object.keys(SETTINGS), 'events'];
    const near = suggest(key, known);
    const remedy = near === undefined ? `Known here: ${known.join(', ')}, and times as \`at 5m\`.` : `Write ${near}, if that is meant.`;
    problems.push(problem([key], `unknown field \`${key}\``, remedy));
    return {};
  }
  const setting = read(value);
  if (typeof setting !== 'string') return setting;
  problems.push(problem([key], `${describeValue(value)} is not ${setting}`, `Write ${setting}.`));
  return {};
}

function readEvents(value: unknown, path: FieldPath, problems: Problem[]): readonly StoryEvent[] {
  if (isFields(value)) return Object.entries(value).flatMap(([key, text]) => readShort(key, text, path, problems));
  if (Array.isArray(value)) return value.flatMap((item, index) => readItem(item, [...path, index], problems));
  problems.push(problem(path, `a list of events was expected, got ${describeValue(value)}`, 'Write items as `- at 5m: version v2`.'));
  return [];
}

function readItem(item: unknown, path: FieldPath, problems: Problem[]): readonly StoryEvent[] {
  if (!isFields(item)) {
    problems.push(problem(path, `an event was expected, got ${describeValue(item)}`, 'Write `- at 5m: version v2`.'));
    return [];
  }
  if (!Object.hasOwn(item, 'at')) return Object.entries(item).flatMap(([key, text]) => readShort(key, text, path, problems));
  const { at, ...actions } = item;
  const [[type, argument] = ['', null], ...others] = Object.entries(actions);
  if (others.length === 0) return eventOf(at, words(type, argument), path, problems);
  problems.push(
    problem(path, 'two things happen in one event', `Write one of ${ACTION_TYPES.join(', ')}, and another event for the other.`),
  );
  return [];
}

/** The long form in words: `rollback: true` and `rollback:` are `rollback`; `traffic: {v2: 50}` is `traffic v2 50`. */
function words(type: string, argument: unknown): string {
  if (argument === null || argument === true || argument === '') return type;
  if (isFields(argument)) return [type, ...Object.entries(argument).map(([key, value]) => `${key} ${String(value)}`)].join(' ');
  return `${type} ${Array.isArray(argument) ? argument.join(' ') : String(argument)}`;
}

function readShort(key: string, text: unknown, path: FieldPath, problems: Problem[]): readonly StoryEvent[] {
  const [, at] = /^at\s+(\S+)$/.exec(key) ?? [];
  const place = [...path, key];
  if (at === undefined) problems.push(problem(place, `${JSON.stringify(key)} is no time`, 'Write a time after the start: `at 5m`.'));
  else if (typeof text === 'string') return eventOf(at, text, place, problems);
  else problems.push(problem(place, `an action was expected, got ${describeValue(text)}`, 'Write it in words: `at 5m: version v2`.'));
  return [];
}

function eventOf(at: unknown, text: string, path: FieldPath, problems: Problem[]): readonly StoryEvent[] {
  const seconds = parseSeconds(at);
  const reading = parseAction(text);
  if (seconds === undefined) problems.push(problem(path, `${describeValue(at)} is no time after the start`, `Write ${A_DURATION}.`));
  if (!('action' in reading)) problems.push(problem(path, reading.message, reading.remedy));
  return seconds !== undefined && 'action' in reading
    ? [{ at: seconds, action: reading.action, text: text.trim().split(/\s+/).join(' '), path }]
    : [];
}
