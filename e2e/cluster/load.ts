import { Agent, type IncomingMessage, request } from 'node:http';

/** One answer, or the lack of one. */
export interface Answer {
  /** Milliseconds of `performance.now()` at which the request was sent. */
  readonly at: number;
  readonly durationMs: number;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** The stack that says it answered, `<stackset>-<version>`; '' where none did. */
  readonly stack: string;
  /** Why there was no answer, such as `ECONNREFUSED`. */
  readonly error?: string;
}

export interface LoadOptions {
  /** Where requests go: a Skipper's URL. */
  readonly url: string;
  readonly host: string;
  readonly path?: string;
  /** Requests a second, sent in equal steps whether or not earlier ones were answered; 200 by default. */
  readonly rate?: number;
}

/** Half of what production has: an answer that takes longer counts as none. */
const TIMEOUT_MS = 5_000;

/** Sends requests at a steady rate over kept connections and remembers every answer. */
export class Load {
  readonly #answers: Answer[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 100 });
  readonly #options: Required<LoadOptions>;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #pending = new Set<Promise<void>>();
  #sent = 0;

  constructor(options: LoadOptions) {
    this.#options = { path: '/', rate: 200, ...options };
    this.#timer = setInterval(() => this.#sendDue(), 5);
  }

  /** All answers so far, in the order in which they came. */
  get answers(): readonly Answer[] {
    return this.#answers;
  }

  /** The answers that were not 200. */
  get failures(): readonly Answer[] {
    return this.#answers.filter(({ status }) => status !== 200);
  }

  /** How many answers had which status, such as `{ 200: 998, 404: 2 }`. */
  statuses(): Readonly<Record<number, number>> {
    return countBy(this.#answers, ({ status }) => String(status));
  }

  /**
   * The share of each stack, in percent of the requests sent between two moments of `performance.now()`.
   * By chance alone a share of n requests is off by up to 150 / sqrt(n) points (3 sigma at 50 %): 3 points want n = 2500.
   */
  shares(from = 0, to = Number.POSITIVE_INFINITY): Readonly<Record<string, number>> {
    const inside = this.#answers.filter(({ at, stack }) => at >= from && at < to && stack !== '');
    const counts = countBy(inside, ({ stack }) => stack);
    return Object.fromEntries(Object.entries(counts).map(([stack, count]) => [stack, (100 * count) / inside.length]));
  }

  /** Sends no more, and waits for the answers that are due. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
    this.#agent.destroy();
  }

  #sendDue(): void {
    const due = Math.floor(((performance.now() - this.#started) * this.#options.rate) / 1000);
    for (; this.#sent < due; this.#sent++) {
      const sending = this.#send().finally(() => this.#pending.delete(sending));
      this.#pending.add(sending);
    }
  }

  async #send(): Promise<void> {
    const at = performance.now();
    const answer = await ask(this.#options, this.#agent).then(
      ({ statusCode, headers }) => ({ status: statusCode ?? 0, stack: String(headers['x-stack'] ?? '') }),
      (error: NodeJS.ErrnoException) => ({ status: 0, stack: '', error: error.code ?? error.message }),
    );
    this.#answers.push({ at, durationMs: performance.now() - at, ...answer });
  }
}

/** Sends one request on a connection of its own. (`fetch` sets no host header.) */
export async function askOnce(options: LoadOptions): Promise<Answer> {
  const agent = new Agent();
  const at = performance.now();
  const { statusCode, headers } = await ask({ path: '/', ...options }, agent);
  return { at, durationMs: performance.now() - at, status: statusCode ?? 0, stack: String(headers['x-stack'] ?? '') };
}

function ask({ url, host, path }: Required<Pick<LoadOptions, 'url' | 'host' | 'path'>>, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, path, headers: { host }, timeout: TIMEOUT_MS });
    sent.on('response', (response) =>
      response
        .resume()
        .once('end', () => resolve(response))
        .once('error', reject),
    );
    sent.on('timeout', () => sent.destroy(new Error('timeout'))).on('error', reject);
    sent.end();
  });
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
