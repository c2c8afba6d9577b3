import type { RepositorySize } from '../../e2e/git/large-repository.ts';
import { type Bench, percentile, type Row } from './row.ts';
import { type Cost, Shop } from './shop.ts';

const ROUNDS = 40;
const SMALL: RepositorySize = { files: 10, commits: 10 };
const LARGE: RepositorySize = { files: 100_000, commits: 10_000 };
const GOAL_RATIO = 2;

/** One switch in a large repository against a small one, in turns, so that other work on the machine meets both. */
export async function measureLarge(bench: Bench): Promise<readonly Row[]> {
  const scale = bench.quick ? 10 : 1;
  const large = { files: LARGE.files / scale, commits: LARGE.commits / scale };
  const shops: Shop[] = [];
  try {
    const opened: number[] = [];
    for (const [index, size] of [SMALL, large].entries()) {
      bench.progress(`large: ${size.files} files and ${size.commits} commits`);
      shops.push(await Shop.open(bench, 9000 + index, size));
      opened.push(shops.at(-1)?.startSeconds ?? 0);
    }
    const [ready, asked]: [Cost[][], Cost[][]] = [
      [[], []],
      [[], []],
    ];
    for (let round = 1; round <= ROUNDS / scale; round++) {
      for (const [index, shop] of shops.entries()) ready[index]?.push(await shop.switchWhenReady());
      for (const [index, shop] of shops.entries()) asked[index]?.push(await shop.switchBack());
      bench.progress(`large: ${round} of ${ROUNDS / scale} rounds`);
    }
    const size = `${large.files} files and ${large.commits} commits against ${SMALL.files} and ${SMALL.commits}`;
    return [
      row('pods ready to commit pushed, large against small', ready, 'seconds', size),
      row('  the same in processor time', ready, 'processor'),
      row('a person’s commit to the answer, large against small', asked, 'seconds'),
      row('  the same in processor time', asked, 'processor'),
      { what: 'first start, clone included: large', value: opened[1] ?? 0, unit: 's', remark: `small: ${opened[0]?.toFixed(2)} s` },
    ];
  } finally {
    await Promise.all(shops.map((shop) => shop.close()));
  }
}

function row(what: string, costs: readonly (readonly Cost[])[], field: keyof Cost, remark?: string): Row {
  const [small = Number.NaN, large = Number.NaN] = costs.map((list) =>
    percentile(
      list.map((cost) => cost[field]),
      0.5,
    ),
  );
  const numbers = field === 'seconds' ? `${large.toFixed(3)} s and ${small.toFixed(3)} s` : `${large} ms and ${small} ms`;
  return { what, value: large / small, unit: 'times', goal: GOAL_RATIO, remark: remark === undefined ? numbers : `${numbers}; ${remark}` };
}
