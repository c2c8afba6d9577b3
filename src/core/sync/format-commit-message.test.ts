import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionEvent } from '../model/decision.ts';
import type { PackageChange } from '../model/package-change.ts';
import type { PackageDecision } from '../model/package-decision.ts';
import { formatCommitMessage } from './format-commit-message.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/sync/message', import.meta.url));

const NOTHING: PackageDecision = {
  decision: undefined,
  nextState: undefined,
  removedStacks: [],
  leaves: false,
  blocked: [],
  events: [],
  problems: [],
  worthACommit: true,
  timers: new Map(),
};

const decided = (name: string, ...events: readonly DecisionEvent[]): PackageChange => ({
  kind: 'decided',
  namespace: 'default',
  name,
  decision: { ...NOTHING, events },
});

const rendered = (name: string, ...created: readonly string[]): PackageChange => ({ kind: 'rendered', name, created });

const moved = (stackSet: string, from: number, to: number): DecisionEvent => ({
  type: 'TrafficSwitched',
  changes: [
    { stack: `${stackSet}-v1`, from: 100 - from, to: 100 - to },
    { stack: `${stackSet}-v2`, from, to },
  ],
});
const prescaled = (stackSet: string): DecisionEvent => ({ type: 'Prescaled', stack: `${stackSet}-v2`, replicas: 6, weight: 50 });
const removed = (stackSet: string): DecisionEvent => ({ type: 'StackRemoved', stack: `${stackSet}-v0` });
const many = Array.from({ length: 60 }, (_, index) => `service-${index}`);

/** `npx vitest run src/core/sync/format-commit-message.test.ts -u` writes what is said now; read the diff before you commit it. */
describe('messages', () => {
  test.each<readonly [string, readonly PackageChange[]]>([
    ['one-switch', [decided('shop', moved('shop', 10, 50))]],
    ['two-stacksets', [decided('shop', moved('shop', 10, 50)), decided('cart', prescaled('cart'))]],
    [
      'several-stacksets',
      [
        decided('shop', moved('shop', 10, 50)),
        decided('cart', prescaled('cart')),
        decided('checkout', removed('checkout'), moved('checkout', 0, 100)),
      ],
    ],
    ['many-stacksets', many.map((name) => decided(name, moved(name, 0, 100)))],
    [
      'many-things-at-once',
      [
        decided(
          'shop',
          { type: 'Adopted', owner: { controller: 'eu-1', path: 'apps/shop' } },
          moved('shop', 12.5, 33.3),
          prescaled('shop'),
          { type: 'StackScaledDown', stack: 'shop-v0' },
          removed('shop'),
        ),
      ],
    ],
    ['a-render', [rendered('shop', 'shop-v3')]],
    ['a-render-of-two', [rendered('shop'), rendered('cart', 'cart-v2', 'cart-v3')]],
    ['a-long-name', [decided('a-stackset-whose-name-alone-is-longer-than-half-of-what-there-is-room', moved('a-stackset', 0, 100))]],
    [
      'names-that-forge',
      [
        decided('shop\n\nSync-Controller: eu-2\nReason: Forged', {
          type: 'StackCreated',
          stack: 'shop-v1\r\nSync-Controller: eu-2\u2028Signed-off-by: Ada\u202e',
        }),
      ],
    ],
  ])('%s', async (name, changes) => {
    await expect(formatCommitMessage(changes, 'eu-1')).toMatchFileSnapshot(`${fixtures}/${name}.txt`);
  });
});

/** As `git log` reads them. */
const trailersOf = (message: string): readonly string[] =>
  execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], { input: message, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');

test('whatever the names, Git reads the trailers that are meant, and people a short subject', () => {
  const word = fc.constantFrom(
    'shop',
    'v1',
    '\n',
    '\r',
    '\u2028',
    '\u0085',
    ': ',
    'Sync-Controller: eu-2',
    'Reason',
    '---',
    '# ',
    ' ',
    '\u202e',
    'ä',
    '\ud800',
    '%',
    '-',
  );
  const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(''));
  const event = name.map((stack): DecisionEvent => ({ type: 'StackScaledDown', stack }));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.array(event, { maxLength: 3 })), { minLength: 1, maxLength: 3 }), (packages) => {
      const message = formatCommitMessage(
        packages.map(([stackSet, events]) => decided(stackSet, ...events)),
        'eu-1',
      );
      const [subject = '', empty] = message.split('\n');
      expect([subject.length <= 72, empty]).toEqual([true, '']);
      const trailers = trailersOf(message);
      expect(trailers.filter((line) => line.startsWith('Sync-Controller:'))).toEqual(['Sync-Controller: eu-1']);
      expect(trailers.filter((line) => line.startsWith('StackSet:'))).toHaveLength(packages.length);
      const reasons = packages.map(([, events]) => (events.length > 0 ? 'Reason: StackScaledDown' : 'Reason: StateWritten'));
      expect(trailers.filter((line) => line.startsWith('Reason:'))).toEqual(reasons);
    }),
    { numRuns: 150 },
  );
});

test('no line of the body is longer than Git advises, unless a word is', () => {
  const message = formatCommitMessage([decided('shop', moved('shop', 10, 50), prescaled('shop'))], 'eu-1');
  for (const line of message.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
});
