import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent, type RequestOptions, request as requestHttps } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { ApiError, ClusterError } from './cluster-error.ts';
import { Credentials } from './credentials.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** From the root of the API server, with its query. */
  readonly path: string;
  /** Written as JSON; a PATCH is a merge patch. */
  readonly body?: unknown;
  /** How long the answer may take to begin, and for `call` to be complete. */
  readonly timeoutMilliseconds?: number;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MILLISECONDS = 10_000;

/** Requests to one API server. Errors say what was asked and what came back; they never hold a header. */
export class ApiConnection {
  readonly server: string;
  readonly #credentials: Credentials;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(config: KubeConfig) {
    this.server = config.getCurrentCluster()?.server ?? '';
    this.#credentials = new Credentials(config);
  }

  /**
   * Resolves when the answer begins, whatever its status. The body must be read or destroyed.
   * Throws a ClusterError where none begins in time.
   */
  async open(request: ApiRequest): Promise<IncomingMessage> {
    const { body, timeoutMilliseconds = TIMEOUT_MILLISECONDS, signal } = request;
    const options = await this.#credentials.options();
    signal?.throwIfAborted();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const attempt = (): Promise<IncomingMessage> => answerTo(this.#send(request, options, text), text, timeoutMilliseconds);
    const response = await attempt()
      .catch((error: unknown) => {
        if (!(error instanceof ClosedBefore) || (request.method ?? 'GET') !== 'GET') throw error;
        return attempt();
      })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        throw new ClusterError(`the API server does not answer: ${networkFault(error)}`, { cause: error });
      });
    if (response.statusCode === 401) this.#credentials.drop();
    return response;
  }

  /** The answer's body, read from JSON. Throws an ApiError where the answer is no success. */
  async call(request: ApiRequest): Promise<unknown> {
    const { timeoutMilliseconds = TIMEOUT_MILLISECONDS } = request;
    const response = await this.open(request);
    const timer = setTimeout(() => response.destroy(new ClusterError('the answer was not complete in time')), timeoutMilliseconds);
    try {
      const text = await readText(response);
      const status = response.statusCode ?? 0;
      if (status >= 400) throw new ApiError(status, messageOf(text, status));
      return JSON.parse(text);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ method = 'GET', path, signal }: ApiRequest, { agent, ...options }: RequestOptions, text: string | undefined): ClientRequest {
    const url = new URL(`${this.server}${path}`);
    const isPlain = url.protocol === 'http:';
    return (isPlain ? requestHttp : requestHttps)(url, {
      ...options,
      // A proxy has an agent of its own; the others share one, which keeps connections of the same credentials.
      agent: isPlain || this.#isProxied(agent) ? agent : this.#agent,
      method,
      headers: { ...options.headers, ...headersFor(method, text) },
      ...(signal && { signal }),
    });
  }

  #isProxied(agent: RequestOptions['agent']): boolean {
    return typeof agent === 'object' && agent.constructor !== Agent;
  }
}

/** A connection that was kept was closed by the server just when it was used again; https://nodejs.org/api/http.html#requestreusedsocket */
class ClosedBefore extends Error {}

function headersFor(method: string, text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return { Accept: 'application/json' };
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  return { Accept: 'application/json', 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(text)) };
}

function answerTo(outgoing: ClientRequest, text: string | undefined, timeoutMilliseconds: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      outgoing.destroy(new Error(`nothing came in ${timeoutMilliseconds / 1000} seconds`));
    }, timeoutMilliseconds);
    outgoing.once('response', (response) => {
      clearTimeout(timer);
      // Whoever reads the body sees its error; without a reader it would end the process.
      response.on('error', () => undefined);
      resolve(response);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new ClosedBefore(error.message) : error);
    });
    outgoing.end(text);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  try {
    for await (const part of response) text += part;
    return text;
  } catch (error) {
    throw error instanceof ClusterError ? error : new ClusterError(`the answer broke off: ${networkFault(error)}`, { cause: error });
  }
}

/** Node's message: `connect ECONNREFUSED 127.0.0.1:6443`, or of several addresses the first. */
function networkFault(error: unknown): string {
  if (error instanceof AggregateError) return networkFault(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The message of the Status that the API server sends; of what is none (a proxy's page) the beginning. */
function messageOf(text: string, status: number): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string' && message !== '') return message;
  } catch {
    // No Status; its text says more than that it is no JSON.
  }
  const start = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
  return `the API server answered ${status}${start === '' ? '' : `: ${start}`}`;
}
