import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explainBlocked } from '../../core/explain.ts';
import type { DecisionEvent } from '../../core/model/decision.ts';
import type { DeliveryKind } from '../../core/model/delivery.ts';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import { awaitDelivery } from '../../core/sync/await-delivery.ts';
import { undecided } from '../../core/sync/undecided.ts';
import type { ChangedFile } from '../git/repository.ts';
import { parseYaml } from '../yaml/read.ts';
import { DeliveryObserver } from './delivery-observer.ts';

/**
 * Each folder of fixtures/sync/delivery is a list of objects of Argo CD or Flux that apply a StackSet; `expected.txt` says what a controller
 * does that is about to take the next step. `npx vitest run src/shell/delivery/await-delivery.test.ts -u` writes what it does now.
 */
const folder = fileURLToPath(new URL('../../../fixtures/sync/delivery', import.meta.url));
const cases = readdirSync(folder);

const id = (start: string): string => start.padEnd(40, start[0]);
const TIP = id('5d6e7f8');
const OLDER = id('1a2b3c4');
/** Others changed other packages, and the state of this one. */
const SAME_FILES = id('e0e0e0e');

interface Given {
  readonly kind: DeliveryKind;
  readonly metadata?: { readonly namespace: string; readonly name: string };
}

const files = (...paths: readonly string[]): readonly ChangedFile[] => paths.map((path) => ({ path, file: undefined }));

const history = {
  changedFiles: async (from: string) => {
    if (from === OLDER) return files('README.md', 'apps/shop/stacks/shop-v2.yaml');
    if (from === SAME_FILES) return files('apps/cart/stacks/cart-v1.yaml', 'apps/shop/stacks/shop.state.yaml', 'apps/shop/stackset.yaml');
    throw new Error(`fatal: bad object ${from}`);
  },
  log: async () => [],
};

const SWITCH: PackageDecision = {
  ...undecided({}, []),
  events: [{ type: 'TrafficSwitched', changes: [{ stack: 'shop-v2', from: 0, to: 100 }] }],
  worthACommit: true,
};

async function decideOver(objects: readonly Given[], decision: PackageDecision): Promise<PackageDecision> {
  const placed = objects.map(({ kind, metadata = { namespace: 'argocd', name: 'shop' }, ...rest }) => ({
    kind,
    ...metadata,
    object: rest,
  }));
  const observer = new DeliveryObserver({
    source: { read: async ({ name }) => placed.find((one) => one.name === name)?.object ?? null },
    live: { find: () => undefined, ofStackSet: () => [], namespacesOf: () => [] },
    history,
    settings: {
      argoCDNamespace: 'argocd',
      appliedBy: placed.map(({ kind, namespace, name }) => ({ path: 'apps', kind, namespace, name })),
    },
  });
  const shop = { stackSet: { namespace: 'shop', name: 'shop' }, folder: 'apps/shop', output: 'apps/shop/stacks' };
  const [observation] = await observer.observe([shop], TIP);
  if (!observation) throw new Error('nothing was observed');
  expect(observation.deliveries).toHaveLength(objects.length);
  return awaitDelivery(decision, observation);
}

function givenIn(name: string): readonly Given[] {
  const { documents, problems } = parseYaml(readFileSync(`${folder}/${name}/given.yaml`, 'utf8'));
  expect(problems).toEqual([]);
  return documents[0]?.value as readonly Given[];
}

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(15);
});

test.each(cases)('%s', async (name) => {
  const decided = await decideOver(givenIn(name), SWITCH);
  const words = decided.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`);
  await expect(`${words.length === 0 ? 'goes on' : words.join('\n')}\n`).toMatchFileSnapshot(`${folder}/${name}/expected.txt`);
  expect(decided.worthACommit).toBe(words.length === 0);
});

const HOLD = { commit: TIP, since: '2026-03-01T12:00:00Z' };

test.each<readonly [string, boolean, readonly DecisionEvent[]]>([
  ['a step', true, [{ type: 'StackScaledDown', stack: 'shop-v1' }]],
  ['a step and a record', true, [{ type: 'HoldEnded', commit: TIP }, ...SWITCH.events]],
  ['the removal of all', true, [{ type: 'StackSetRemoved', stackSet: 'shop' }]],
  ['an adoption', false, [{ type: 'Adopted', owner: { controller: 'eu-1', path: 'apps/shop' } }]],
  ['a hold after a rollback', false, [{ type: 'HoldBegan', ...HOLD }]],
  ['a repair', false, [{ type: 'StateRepaired', problems: [] }, ...SWITCH.events]],
  ['times that ride along', false, []],
])('%s waits for a delivery: %s', async (_, waits, events) => {
  const decision = { ...SWITCH, events, nextMoment: '2026-03-01T12:05:00Z', timers: new Map([['shop-v1', {}]]) };
  const decided = await decideOver(givenIn('an-application-at-an-older-commit'), decision);
  expect(decided.blocked.map(({ reason }) => reason)).toEqual(waits ? ['NotDelivered'] : []);
  expect([decided.nextMoment, decided.timers]).toEqual([decision.nextMoment, decision.timers]);
});

test('what waits for something else already waits for both', async () => {
  const decision = { ...SWITCH, blocked: [{ reason: 'StillProtected' as const, stacks: ['shop-v0'] }] };
  const decided = await decideOver(givenIn('a-kustomization-at-an-older-commit'), decision);
  expect(decided.blocked.map(({ reason }) => reason)).toEqual(['StillProtected', 'NotDelivered']);
});
