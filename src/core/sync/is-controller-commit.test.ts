import { expect, test } from 'vitest';
import { isControllerCommit } from './is-controller-commit.ts';

const controller = { name: 'stackset-sync', email: 'stackset-sync@example.org' };
const person = { name: 'Ada', email: 'ada@example.org' };
const trailers = [
  { key: 'StackSet', value: 'default/shop' },
  { key: 'Sync-Controller', value: 'eu-1' },
];

test.each([
  ['its own', { author: controller, committer: controller, trailers }, true],
  ['another controller’s', { author: controller, committer: controller, trailers: [{ key: 'Sync-Controller', value: 'eu-2' }] }, true],
  [
    'one whose key a tool wrote in lower case',
    { author: controller, committer: controller, trailers: [{ key: 'sync-controller', value: 'eu-1' }] },
    true,
  ],
  ['one that a person cherry-picked or rebased', { author: controller, committer: person, trailers }, false],
  [
    'one whose author has only the name of the committer',
    { author: { ...person, name: controller.name }, committer: controller, trailers },
    false,
  ],
  [
    'a squash merge on a forge, with the trailers of what it squashed',
    { author: person, committer: { name: 'GitHub', email: 'noreply@github.com' }, trailers },
    false,
  ],
  ['a revert, which carries no trailers', { author: person, committer: person, trailers: [] }, false],
  ['one without a name in its trailer', { author: person, committer: person, trailers: [{ key: 'Sync-Controller', value: '' }] }, false],
  [
    'a commit under the controller’s name, without the trailer',
    { author: controller, committer: controller, trailers: trailers.slice(0, 1) },
    false,
  ],
])('%s', (_name, commit, expected) => {
  expect(isControllerCommit(commit)).toBe(expected);
});
