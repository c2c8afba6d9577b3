import { describe, expect, test } from 'vitest';
import type { Blocked } from '../../core/model/decision.ts';
import type { StackSetStatus, Standing } from './stack-set-status.ts';
import { type Look, watchStatus } from './watch-status.ts';

const status = (name: string, standing: Standing, blocked: readonly Blocked[] = []): StackSetStatus => ({
  name,
  folder: `apps/${name}`,
  standing,
  reasons: [],
  blocked,
  stacks: [{ name: `${name}-v1`, live: 100, decided: 100, asked: 100 }],
  problems: [],
});

/** Watches a cluster that shows one thing after the other, the last one for ever; a look takes no time. */
async function watch(
  shown: readonly Look[],
  timeout = 60,
): Promise<{ readonly looks: number; readonly time: number; readonly told: readonly string[] }> {
  const told: string[] = [];
  let [looks, time] = [0, 0];
  const look = async (): Promise<Look> => shown[Math.min(looks++, shown.length - 1)] ?? { problems: [] };
  const sleep = async (milliseconds: number): Promise<void> => {
    time += milliseconds;
  };
  await watchStatus(look, { timeout, interval: 25, now: () => time, sleep, tell: (line) => told.push(line) });
  return { looks, time, told };
}

const see = (...statuses: readonly StackSetStatus[]): Look => ({ statuses });
const owner = { controller: 'eu-1', path: 'a' };

describe('waiting', () => {
  test('ends when all is done, and tells what changed', async () => {
    const seen = [
      see(status('shop', 'waiting'), status('blog', 'done')),
      see(status('shop', 'moving'), status('blog', 'done')),
      see(status('shop', 'done'), status('blog', 'done')),
    ];
    expect(await watch(seen)).toEqual({
      looks: 3,
      time: 50,
      told: ['shop: waiting, v1 100 %', 'blog: done, v1 100 %', 'shop: moving, v1 100 %', 'shop: done, v1 100 %'],
    });
  });

  test('ends when its time is up, after a last look', async () => {
    expect(await watch([see(status('shop', 'waiting'))])).toMatchObject({ looks: 4, time: 60 });
  });

  test.each<readonly [string, StackSetStatus]>([
    ['is held', status('shop', 'held')],
    ['is paused', status('shop', 'paused')],
    ['is invalid', status('shop', 'invalid')],
    ['belongs to another controller', status('shop', 'notAdopted', [{ reason: 'NotAdopted', owner, here: owner }])],
  ])('ends at once where something %s', async (_why, stuck) => {
    expect(await watch([see(status('blog', 'moving'), stuck)])).toMatchObject({ looks: 1, time: 0 });
  });

  test('goes on where nobody has adopted something yet', async () => {
    expect(await watch([see(status('shop', 'notAdopted')), see(status('shop', 'done'))])).toMatchObject({ looks: 2 });
  });

  test('ends where nothing can be seen', async () => {
    expect(await watch([{ problems: [] }])).toMatchObject({ looks: 1 });
  });
});
