import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isWellFormed } from '../../svg/is-well-formed.ts';
import { type PlayedStory, simulatePackage } from '../simulate-package.ts';
import { drawTraffic } from './draw-traffic.ts';

const CASES = join(import.meta.dirname, '../../../../fixtures/simulate');
const cases = readdirSync(CASES).filter((name) => !name.startsWith('mistakes-'));

async function play(name: string): Promise<PlayedStory> {
  const folder = join(CASES, name);
  const story = existsSync(join(folder, 'story.yaml')) ? { storyFile: 'story.yaml' } : {};
  const { played } = await simulatePackage({ directory: 'package', workingDirectory: folder, step: 10, ...story }, () => undefined);
  if (!played) throw new Error(`${name} was not played`);
  return played;
}

describe('every story as a picture', () => {
  test.each(cases)('%s', async (name) => {
    const played = await play(name);
    const svg = drawTraffic(played);
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    for (const { name: stack } of played.steps.flatMap(({ stacks }) => stacks)) expect(svg).toContain(`class="axis">${stack}</text>`);
    expect(svg).toContain(`>Traffic of shop over `);
    expect(drawTraffic(await play(name))).toBe(svg);
  });
});

test('a canary is two areas that meet where the traffic moves', async () => {
  const svg = drawTraffic(await play('a-canary-and-its-clean-up'));
  const areas = [...svg.matchAll(/<polygon points="([^"]*)" fill="([^"]*)"/g)].map(([, points = '']) => points.split(' '));
  expect(areas).toHaveLength(2);
  const corners = areas.map((points) => new Set(points));
  const shared = [...(corners[0] ?? [])].filter((point) => corners[1]?.has(point));
  expect(shared.length).toBeGreaterThanOrEqual(6);
});

test('the picture in the tutorial is the one that is drawn now', async () => {
  const picture = join(CASES, '../../docs/tutorial.svg');
  await expect(drawTraffic(await play('the-canary-of-the-tutorial'))).toMatchFileSnapshot(picture);
});

test("and its story is the tutorial's", () => {
  const tutorial = readFileSync(join(CASES, '../../docs/tutorial.md'), 'utf8');
  for (const file of ['story.yaml', 'package/stackset.yaml']) {
    expect(tutorial).toContain(readFileSync(join(CASES, 'the-canary-of-the-tutorial', file), 'utf8'));
  }
});
