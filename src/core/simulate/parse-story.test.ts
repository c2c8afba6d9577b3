import { describe, expect, test } from 'vitest';
import { parseStory } from './parse-story.ts';

const told = (value: unknown): readonly string[] => {
  const { story, problems } = parseStory(value);
  expect(problems).toEqual([]);
  return story.events.map(({ at, text }) => `${at} ${text}`);
};

describe('events may be written', () => {
  test.each([
    ['as fields', { 'at 5m': 'version v2', 'at 6m': 'traffic v2 50' }],
    ['as a list of such', [{ 'at 5m': 'version v2' }, { 'at 6m': 'traffic v2 50' }]],
    ['as a list below events', { events: [{ 'at 5m': 'version v2' }, { 'at 6m': 'traffic  v2 50' }] }],
    ['as fields below events', { events: { 'at 5m': 'version v2', 'at 6m': 'traffic v2 50' } }],
    [
      'by field',
      {
        events: [
          { at: '6m', traffic: { v2: 50 } },
          { version: 'v2', at: '5m' },
        ],
      },
    ],
    ['in any order', [{ 'at 6m': 'traffic v2 50' }, { 'at 5m': 'version v2' }]],
  ])('%s', (_how, value) => expect(told(value)).toEqual(['300 version v2', '360 traffic v2 50']));
});

test('events of one time happen in the order of the story', () => {
  expect(told([{ 'at 0s': 'version v3' }, { at: 0, version: 'v2' }, { at: '0s', rollback: true }])).toEqual([
    '0 version v3',
    '0 version v2',
    '0 rollback',
  ]);
});

test('settings have defaults, and a time keeps no offset', () => {
  const { story } = parseStory({ start: '2026-03-01T14:00:00+02:00', for: '1h', podStart: 0 });
  expect(story).toEqual({
    start: '2026-03-01T12:00:00Z',
    duration: 3600,
    load: 300,
    requestsPerPod: 50,
    podStart: 0,
    applyDelay: 15,
    events: [],
  });
});
