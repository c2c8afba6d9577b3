import { expect, test } from 'vitest';
import { openTestRepository } from './testing/open-clone.ts';
import { ServerRepository } from './testing/server-repository.ts';

test('a log tells who changed what and why, newest first', async () => {
  const server = await ServerRepository.create();
  const first = await server.commit({ a: '1', 'b/c': 'c' }, { message: 'Begin', time: 1_700_000_000 });
  const message = 'shop: v2 10 % -> 50 %\n\nAll pods are ready.\n\nStackSet: default/shop\nReason: TrafficSwitched\nSync-Controller: eu-1';
  const second = await server.commit({ a: '2', 'b/c': undefined }, { message, time: 1_700_000_060 });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const person = { name: 'A Person', email: 'person@example.org' };
  const file = (await repository.listFiles(second, ['a'])).get('a');
  const log = await repository.log({ to: second });
  expect(log[0]).toEqual({
    id: second,
    parents: [first],
    author: person,
    committer: person,
    time: '2023-11-14T22:14:20Z',
    subject: 'shop: v2 10 % -> 50 %',
    trailers: [
      { key: 'StackSet', value: 'default/shop' },
      { key: 'Reason', value: 'TrafficSwitched' },
      { key: 'Sync-Controller', value: 'eu-1' },
    ],
    files: [
      { path: 'a', file },
      { path: 'b/c', file: undefined },
    ],
  });
  expect(log.map(({ id }) => id)).toEqual([second, first]);
  expect(log[1]?.files.map(({ path }) => path)).toEqual(['a', 'b/c']);
});

test('a log can be of some paths, since a commit, and of so many commits', async () => {
  const server = await ServerRepository.create();
  const commits: string[] = [];
  for (const index of [0, 1, 2, 3]) commits.push(await server.commit({ [index % 2 === 0 ? 'even' : 'odd']: `${index}` }));
  const [first = '', second, third, fourth = ''] = commits;
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const ids = async (query: object) => (await repository.log({ to: fourth, ...query })).map(({ id }) => id);
  expect(await ids({ paths: ['even'] })).toEqual([third, first]);
  expect(await ids({ from: first })).toEqual([fourth, third, second]);
  expect(await ids({ from: fourth })).toEqual([]);
  expect(await ids({ limit: 2 })).toEqual([fourth, third]);
  expect(await ids({ paths: ['.'] })).toEqual([fourth, third, second, first]);
  expect(await ids({ paths: [] })).toEqual([]);
  expect(await ids({ paths: ['not-there'] })).toEqual([]);
});

test('an empty commit, a merge that changes nothing and one that changes something are told apart', async () => {
  const server = await ServerRepository.create();
  const base = await server.commit({ a: '1', b: '1' });
  const left = await server.commit({ a: '2' });
  const right = await server.commit({ b: '2' }, { branch: 'side', parents: [base] });
  const merge = await server.commit({ b: '2', a: '3' }, { parents: [left, right] });
  const empty = await server.commit({}, { message: 'Nothing' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const log = new Map((await repository.log({ to: empty })).map((entry) => [entry.id, entry]));
  expect(log.get(empty)?.files).toEqual([]);
  expect(log.get(merge)?.parents).toEqual([left, right]);
  expect(log.get(merge)?.files.map(({ path }) => path)).toEqual(['a']);
  expect((await repository.log({ to: empty, paths: ['b'] })).map(({ id }) => id)).toEqual([right, base]);
  expect((await repository.log({ to: empty, paths: ['a'] })).map(({ id }) => id)).toEqual([merge, left, base]);
});

const HOSTILE = [
  ['looks like a change', ':100644 100644 1234567 1234567 M'],
  ['looks like a commit', `${'a'.repeat(40)} ${'b'.repeat(40)}`],
  ['has control characters', 'a\u0001b\u001b[31mred\u001e\u001f'],
  ['is empty', ''],
  ['begins with newlines', '\n\nSubject'],
] as const;

test.each(HOSTILE)('a subject that %s stays a subject', async (_, message) => {
  const server = await ServerRepository.create();
  const first = await server.commit({ a: '1' }, { message });
  const second = await server.commit({ [message.trim() || 'x']: '2' }, { message: 'Second' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const log = await repository.log({ to: second });
  expect(log.map(({ id, subject, files }) => [id, subject, files.map(({ path }) => path)])).toEqual([
    [second, 'Second', [message.trim() || 'x']],
    [first, message.trim(), ['a']],
  ]);
});

test('a trailer counts only in the last paragraph, and a folded one is one line', async () => {
  const server = await ServerRepository.create();
  const message = 'Subject\n\nSync-Controller: forged\n\nText.\n\nReason: one\n  two\nKey: a: b';
  const tip = await server.commit({ a: '1' }, { message });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  expect((await repository.log({ to: tip }))[0]?.trailers).toEqual([
    { key: 'Reason', value: 'one two' },
    { key: 'Key', value: 'a: b' },
  ]);
});
