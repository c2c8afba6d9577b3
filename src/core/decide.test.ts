import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Given, situationOf } from '../../fixtures/decide/given.ts';
import { emitDocument } from '../shell/yaml/emit.ts';
import { parseYaml } from '../shell/yaml/read.ts';
import { decide } from './decide.ts';
import { explainBlocked, explainEvent } from './explain.ts';
import { checkStateFields } from './schema/check-state.ts';

/**
 * Each folder of fixtures/decide is a story: `given.yaml` says what is in Git and in the cluster, `expected.yaml` what is decided and
 * why. `npx vitest run src/core/decide.test.ts -u` writes what is decided now; read the diff before you commit it.
 */
const folder = fileURLToPath(new URL('../../fixtures/decide', import.meta.url));
const stories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

function tell(given: Given): unknown {
  const { stackSet, stacks, state, observation, config } = situationOf(given);
  const decision = decide(stackSet, stacks, state, observation, given.now, { config, awaitRoutes: true });
  expect(checkStateFields(decision.state)).toEqual([]);
  return {
    events: decision.events.map(explainEvent),
    blocked: decision.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`),
    worthACommit: decision.worthACommit,
    ready: decision.stacks.filter(({ readiness }) => readiness.ready).map(({ name }) => name),
    segments: Object.fromEntries(decision.stacks.filter(({ state: { weight } }) => weight > 0).map(({ name, segment }) => [name, segment])),
    state: decision.state.spec,
  };
}

test('there are stories', () => {
  expect(stories.length).toBeGreaterThan(20);
});

test.each(stories.map(({ name }) => name))('%s', async (name) => {
  const { documents, problems } = parseYaml(readFileSync(`${folder}/${name}/given.yaml`, 'utf8'));
  expect(problems).toEqual([]);
  await expect(emitDocument(tell(documents[0]?.value as Given))).toMatchFileSnapshot(`${folder}/${name}/expected.yaml`);
});
