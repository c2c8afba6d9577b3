import { expect, test } from 'vitest';
import { Git } from './git.ts';
import { gitEnvironment } from './git-environment.ts';
import { contentsIn, onlyClone, packsIn } from './testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from './testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from './testing/server-repository.ts';
import { tidyClone } from './tidy-clone.ts';

test('a clone of many packs becomes one of few, and no content comes along that nobody has read', async () => {
  const server = await ServerRepository.create();
  await server.commit({ a: '0', unread: 'nobody reads this' });
  const cacheFolder = await temporaryFolder();
  const repository = await openTestRepository(server.url, { cacheFolder });
  for (let round = 1; round < 6; round++) {
    await server.commit({ a: `${round}` });
    const tip = await fetchTip(repository);
    await repository.readFileAt(tip, 'a');
    await repository.push(await commitChanges(repository, tip, [{ path: 'b', content: `b ${round}` }]), 'main');
  }
  const clone = await onlyClone(cacheFolder);
  const contents = await contentsIn(clone);
  expect((await packsIn(clone)).length).toBeGreaterThan(5);
  expect(contents).not.toContain('nobody reads this');
  await tidyClone(new Git(clone, gitEnvironment(clone, process.env), 60_000), ['-c', 'gc.autoPackLimit=3', '-c', 'gc.auto=1']);
  expect((await packsIn(clone)).length).toBeLessThan(4);
  expect(await contentsIn(clone)).toEqual(contents);
  const tip = await fetchTip(repository);
  expect((await repository.readFileAt(tip, 'unread'))?.toString()).toBe('nobody reads this');
  expect((await repository.readFileAt(tip, 'b'))?.toString()).toBe('b 5');
  expect(await repository.push(await commitChanges(repository, tip, [{ path: 'b', content: 'last' }]), 'main')).toEqual({ kind: 'pushed' });
});
