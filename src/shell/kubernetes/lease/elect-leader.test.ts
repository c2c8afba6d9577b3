import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ApiRequest } from '../connection/api-connection.ts';
import { ApiError, ClusterError } from '../connection/cluster-error.ts';
import { electLeader, type Leadership } from './elect-leader.ts';
import type { LeaseObject } from './lease-object.ts';

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What becomes of a request: how long until the API server has it, how long until its answer is there, in milliseconds. */
interface Journey {
  readonly there: number;
  readonly back: number;
}
const AT_ONCE: Journey = { there: 1, back: 1 };

/** The API server's part in leases: a write whose resourceVersion is not the newest is a conflict. */
class LeaseServer {
  lease: LeaseObject | undefined;
  #version = 1;
  status = 200;

  connect(journey: () => Journey = () => AT_ONCE): { call(request: ApiRequest): Promise<unknown> } {
    return {
      call: async (request) => {
        const { there, back } = journey();
        const { timeoutMilliseconds = 10_000 } = request;
        const answer = wait(there).then(() => this.#answer(request));
        const tooLate = wait(Math.min(timeoutMilliseconds, there + back)).then(() => {
          if (there + back > timeoutMilliseconds) throw new ClusterError('the API server does not answer');
        });
        answer.catch(() => undefined);
        await tooLate;
        return answer;
      },
    };
  }

  #answer({ method = 'GET', body }: ApiRequest): LeaseObject {
    const written = body as LeaseObject;
    if (this.status !== 200) throw new ApiError(this.status, 'leases is forbidden');
    if (method === 'POST' && this.lease) throw new ApiError(409, 'AlreadyExists');
    if (method !== 'POST' && !this.lease) throw new ApiError(404, 'NotFound');
    const version = String(this.#version);
    if (method === 'PUT' && written.metadata.resourceVersion !== version) throw new ApiError(409, 'Conflict');
    if (method !== 'GET') this.lease = { ...written, metadata: { ...written.metadata, resourceVersion: String(++this.#version) } };
    return this.lease as LeaseObject;
  }
}

let server: LeaseServer;
let candidates: Leadership[];
let warnings: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  server = new LeaseServer();
  candidates = [];
  warnings = [];
});
afterEach(async () => {
  await closeAll();
  vi.useRealTimers();
});

async function closeAll(): Promise<void> {
  const closed = Promise.all(candidates.map((candidate) => candidate.close()));
  await vi.advanceTimersByTimeAsync(60_000);
  await closed;
}

function join(identity: string, journey?: () => Journey, random: () => number = () => 0.5): Leadership {
  const api = server.connect(journey);
  const candidate = electLeader({ api, lease: { namespace: 'sync', name: 'eu-1' }, identity, random, warn: (text) => warnings.push(text) });
  candidates.push(candidate);
  return candidate;
}

const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1000);
const leaders = (): readonly boolean[] => candidates.map((candidate) => candidate.isLeader());

describe('an election', () => {
  test('is won by the first, who keeps it', async () => {
    const first = join('a');
    await pass(1);
    const second = join('b');
    for (let minute = 0; minute < 30; minute++) {
      await pass(2);
      expect(leaders()).toEqual([true, false]);
    }
    expect([first.holder(), second.holder()]).toEqual(['a', 'a']);
    expect(server.lease?.spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
  });

  test('goes to the next at once where the leader gives it up', async () => {
    const first = join('a');
    await pass(1);
    join('b');
    let told = 0;
    candidates[1]?.onChange(() => told++);
    const closed = first.close();
    await pass(6);
    await closed;
    expect([...leaders(), told]).toEqual([false, true, 1]);
    expect(server.lease?.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  test('goes to the next where the leader is silent, who has stopped acting before', async () => {
    let isCutOff = false;
    join('a', () => (isCutOff ? { there: 100_000, back: 0 } : AT_ONCE));
    await pass(1);
    join('b');
    await pass(10);
    isCutOff = true;
    const seen: (readonly boolean[])[] = [];
    for (let second = 0; second < 30; second++) {
      await pass(1);
      seen.push(leaders());
    }
    expect(seen.filter(([a, b]) => a && b)).toEqual([]);
    expect(seen.at(0)).toEqual([true, false]);
    expect(seen.filter(([a, b]) => !a && !b).length).toBeGreaterThan(2);
    expect(seen.at(-1)).toEqual([false, true]);
  });

  test('comes back to a leader whose machine slept: it does not act on what it remembers', async () => {
    const sleeper = join('a');
    await pass(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(sleeper.isLeader()).toBe(false);
    await pass(5);
    expect(sleeper.isLeader()).toBe(true);
  });

  test('is not decided by a wall clock that jumps', async () => {
    join('a');
    await pass(1);
    join('b');
    await pass(3);
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(3);
    expect(candidates[1]?.isLeader()).toBe(false);
  });

  test('that is not allowed is told once, and has no leader', async () => {
    server.status = 403;
    join('a');
    await pass(60);
    expect(leaders()).toEqual([false]);
    expect(warnings).toEqual(['the Lease sync/eu-1, by which replicas elect a leader, cannot be used: leases is forbidden']);
  });
});

test('no two act at once, whatever is lost or late on the way', async () => {
  const journeys = fc.infiniteStream(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ there: fc.integer({ min: 1, max: 500 }), back: fc.integer({ min: 1, max: 500 }) }) },
      { weight: 2, arbitrary: fc.record({ there: fc.integer({ min: 1, max: 30_000 }), back: fc.integer({ min: 1, max: 5000 }) }) },
    ),
  );
  let ledSeconds = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(journeys, { minLength: 2, maxLength: 4 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (streams, chance) => {
        server = new LeaseServer();
        candidates = [];
        const random = (): number => chance.next().value;
        for (const [index, stream] of streams.entries()) join(`candidate-${index}`, () => stream.next().value, random);
        for (let step = 0; step < 1200; step++) {
          await vi.advanceTimersByTimeAsync(250);
          const acting = leaders().filter(Boolean).length;
          if (acting === 1) ledSeconds += 0.25;
          expect(acting).toBeLessThanOrEqual(1);
        }
        await closeAll();
      },
    ),
    { numRuns: 15 },
  );
  expect(ledSeconds).toBeGreaterThan(500);
}, 120_000);
