import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { playStory } from '../cli/play-story.ts';
import { storyRepository, withoutIds } from './story-repository.ts';

/**
 * Each folder is a repository, made by what `before.yaml` tells, and what a person then sees in a terminal; `npx vitest run -u` writes down
 * what is printed now.
 */
const STORIES = join(import.meta.dirname, '../../../fixtures/git-stories');
const stories = readdirSync(STORIES).sort();

test('there are stories', () => expect(stories.length).toBeGreaterThan(0));

test.each(stories)('%s', { timeout: 180_000 }, async (name) => {
  const [before, story] = ['before.yaml', 'story.txt'].map((file) => join(STORIES, name, file)) as [string, string];
  const repository = await storyRepository(existsSync(before) ? readFileSync(before, 'utf8') : '');
  onTestFinished(repository.remove);
  const printed = await playStory(readFileSync(story, 'utf8'), repository.folder, repository.environment);
  await expect(await withoutIds(printed, repository)).toMatchFileSnapshot(story);
});
