import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { playStory } from './play-story.ts';

/** Each file is what a person would see in a terminal; `npx vitest run -u` writes down what is printed now. */
const STORIES = join(import.meta.dirname, '../../../fixtures/cli');
const stories = readdirSync(STORIES).sort();

test('there are stories', () => expect(stories.length).toBeGreaterThan(10));

test.each(stories)('%s', async (file) => {
  const folder = await mkdtemp(join(tmpdir(), 'story-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(STORIES, file);
  await expect(await playStory(readFileSync(path, 'utf8'), folder)).toMatchFileSnapshot(path);
});
