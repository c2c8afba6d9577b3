import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatProblems } from '../cli/report/format-problems.ts';
import { lineReader } from '../cli/report/read-line.ts';
import { PLAIN } from '../cli/report/style.ts';
import { formatSimulation } from './format-simulation.ts';
import { simulatePackage } from './simulate-package.ts';

/** A package and a story each, or the built-in one; `npx vitest run -u` writes down what is printed now. */
const CASES = join(import.meta.dirname, '../../../fixtures/simulate');
const cases = readdirSync(CASES);

test('there are cases', () => expect(cases.length).toBeGreaterThan(25));

test.each(cases)('%s', async (name) => {
  const folder = join(CASES, name);
  const storyFile = existsSync(join(folder, 'story.yaml')) ? { storyFile: 'story.yaml' } : {};
  const request = { directory: 'package', workingDirectory: folder, step: 10, ...storyFile };
  const { played, problems } = await simulatePackage(request, () => undefined);
  const text = `${formatProblems(problems, lineReader(folder), PLAIN)}${played ? formatSimulation(played, 80, PLAIN) : ''}`;
  expect(played === undefined).toBe(name.startsWith('mistakes-'));
  await expect(text).toMatchFileSnapshot(join(folder, 'expected.txt'));
});
