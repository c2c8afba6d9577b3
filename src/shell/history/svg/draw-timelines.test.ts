import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StoryRepository, storyRepository } from '../../checkout/story-repository.ts';
import { isWellFormed } from '../../svg/is-well-formed.ts';
import { formatHistoryPage } from '../format-history-page.ts';
import { type HistoryReading, readHistory } from '../read-history.ts';
import { selectEntries } from '../select-entries.ts';
import { type Stretch, timelinesOf } from '../timeline.ts';
import { drawTimelines } from './draw-timelines.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const seconds = (text: string): number => Date.parse(text) / 1000;
const DAY: Stretch = { from: seconds('2026-03-01T08:00:00Z'), to: seconds('2026-03-01T16:00:00Z') };

let repository: StoryRepository;
let reading: HistoryReading;
beforeAll(async () => {
  repository = await storyRepository(readFileSync(join(ROOT, 'fixtures/git-stories/history-of-a-canary/before.yaml'), 'utf8'));
  const { folder, environment } = repository;
  reading = await readHistory({ directories: [], revision: 'HEAD', workingDirectory: folder, environment });
});
afterAll(() => repository.remove());

const draw = (stretch: Stretch, link?: string): string =>
  drawTimelines(timelinesOf(reading.versions, selectEntries(reading.versions, { all: false }), stretch), stretch, () => link);

const page = (stretch: Stretch): string => {
  const entries = selectEntries(reading.versions, { all: false });
  return formatHistoryPage(timelinesOf(reading.versions, entries, stretch), entries, stretch, () => 'https://git.example.org/?a=1&b="2"');
};

test('the picture in the guide is the one that is drawn now', async () => {
  await expect(draw(DAY)).toMatchFileSnapshot(join(ROOT, 'docs/howto/history.svg'));
});

describe('a picture', () => {
  test.each<readonly [string, Stretch]>([
    ['of the whole day', DAY],
    ['of a part', { from: seconds('2026-03-01T09:30:00Z'), to: seconds('2026-03-01T10:30:00Z') }],
    ['of a moment', { from: seconds('2026-03-01T09:30:00Z'), to: seconds('2026-03-01T09:30:00Z') }],
    ['of years', { from: seconds('2025-03-01T09:30:00Z'), to: seconds('2028-03-01T09:30:00Z') }],
    ['of a time before anything', { from: seconds('2025-03-01T09:30:00Z'), to: seconds('2025-03-02T09:30:00Z') }],
  ])('%s is well-formed, and has no number that is none', (_name, stretch) => {
    const svg = draw(stretch, 'https://git.example.org/?a=1&b="2"');
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('of a part begins with what held before it', () => {
    const svg = draw({ from: seconds('2026-03-01T09:30:00Z'), to: seconds('2026-03-01T10:00:00Z') });
    const areas = [...svg.matchAll(/<polygon points="(\S+)/g)].map(([, corner]) => corner);
    expect(areas).toHaveLength(2);
    for (const corner of areas) expect(corner).toMatch(/^64,/);
  });

  test('has a mark for each commit that moved traffic, which says who it was', () => {
    const svg = draw(DAY);
    expect(svg.match(/class="controller"/g)).toHaveLength(5 + 1);
    expect(svg.match(/class="person"/g)).toHaveLength(1 + 1);
    expect(svg).toContain('class="mark">Grace: v1 50 % -&gt; 90 %, v2 50 % -&gt; 10 %</text>');
    expect(svg).toContain('2026-03-01T09:45:00Z sync eu-1: v1 90 % -&gt; 50 %, v2 10 % -&gt; 50 %');
  });
});

describe('a page', () => {
  test('loads nothing and runs nothing', () => {
    const html = page(DAY);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
  });

  test('has a line for each commit, to which its mark leads', () => {
    const html = page(DAY);
    const lines = [...html.matchAll(/<tr id="([^"]+)"/g)].map(([, id]) => `#${id}`);
    const marks = [...html.matchAll(/<a href="(#[^"]+)"/g)].map(([, link]) => link);
    expect(lines).toHaveLength(6);
    expect(marks.toSorted()).toEqual(lines.toSorted());
    expect(html).toContain('<a href="https://git.example.org/?a=1&amp;b=&quot;2&quot;"');
  });
});
