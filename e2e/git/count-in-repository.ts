import { setTimeout as wait } from 'node:timers/promises';
import { openRepository } from '../../src/shell/git/open-repository.ts';

/**
 * Counts in a file of a repository, one commit a step, until it is killed: `count-in-repository.ts URL CACHE`. It begins where the branch
 * is. Each step is printed once it is pushed.
 */
const [url = '', cacheFolder = ''] = process.argv.slice(2);

const committer = { name: 'counter', email: 'counter@example.org' };
const repository = await openRepository({ url, cacheFolder, committer });

for (;;) {
  const { tip } = (await repository.fetch()).branch;
  if (tip === undefined) throw new Error('The branch is not there.');
  const next = Number((await repository.readFileAt(tip, 'deep/in/folders/count'))?.toString() ?? 0) + 1;
  const changes = [
    { path: 'deep/in/folders/count', content: `${next}` },
    { path: `steps/${next}`, content: `${next}\n`.repeat(1000) },
  ];
  const commit = await repository.commit({ parent: tip, changes, message: `${next}` });
  const outcome = commit === undefined ? undefined : await repository.push(commit, 'main');
  if (outcome?.kind === 'pushed') console.log(next);
  else if (outcome !== undefined && !['race', 'lock'].includes(outcome.refusal)) throw new Error(outcome.message);
  await wait(Math.random() * 20);
}
