import { type Bench, percentile, type Row } from './row.ts';
import { type Cost, Shop } from './shop.ts';

const ROUNDS = 200;

/** From "pods ready" to "commit pushed" with one StackSet. */
export async function measureLatency(bench: Bench): Promise<readonly Row[]> {
  const rounds = bench.quick ? ROUNDS / 10 : ROUNDS;
  const shop = await Shop.open(bench, 0, { files: 0, commits: 1 });
  try {
    const [ready, asked]: [Cost[], Cost[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      ready.push(await shop.switchWhenReady());
      asked.push(await shop.switchBack());
      bench.progress(`latency: ${round} of ${rounds} switches, the last one ${ready.at(-1)?.seconds.toFixed(3)} s`);
    }
    return [
      ...rowsOf('pods ready to commit pushed', ready, [1, 3], `${rounds} switches, from the write of the Deployment’s status`),
      ...rowsOf('a person’s commit to the answer', asked, [], `${rounds} commits, from the webhook`),
    ];
  } finally {
    await shop.close();
  }
}

function rowsOf(what: string, costs: readonly Cost[], [half, most]: readonly number[], remark: string): readonly Row[] {
  const seconds = costs.map((cost) => cost.seconds);
  const processor = percentile(
    costs.map((cost) => cost.processor),
    0.5,
  );
  return [
    { what: `${what}, p50`, value: percentile(seconds, 0.5), unit: 's', ...(half && { goal: half }), remark },
    {
      what: `${what}, p99`,
      value: percentile(seconds, 0.99),
      unit: 's',
      ...(most && { goal: most }),
      remark: `p50 of processor time: ${processor} ms`,
    },
  ];
}
