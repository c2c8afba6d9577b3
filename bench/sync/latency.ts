import { type Bench, percentile, type Row } from './row.ts';
import { Shop } from './shop.ts';

const ROUNDS = 200;

/** From "pods ready" to "commit pushed" with one StackSet. */
export async function measureLatency(bench: Bench): Promise<readonly Row[]> {
  const rounds = bench.quick ? ROUNDS / 10 : ROUNDS;
  const shop = await Shop.open(bench, 0, { files: 0, commits: 1 });
  try {
    const [ready, asked]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      ready.push((await shop.switchWhenReady()).seconds);
      asked.push((await shop.switchBack()).seconds);
      bench.progress(`latency: ${round} of ${rounds} switches, the last one ${ready.at(-1)?.toFixed(3)} s`);
    }
    const remark = `of ${rounds} switches, from the write of the Deployment's status to the branch's file`;
    return [
      { what: 'pods ready to commit pushed, p50', value: percentile(ready, 0.5), unit: 's', goal: 1, remark },
      { what: 'pods ready to commit pushed, p99', value: percentile(ready, 0.99), unit: 's', goal: 3 },
      { what: 'a person’s commit to the answer, p50', value: percentile(asked, 0.5), unit: 's', remark: 'from the webhook' },
      { what: 'a person’s commit to the answer, p99', value: percentile(asked, 0.99), unit: 's' },
    ];
  } finally {
    await shop.close();
  }
}
