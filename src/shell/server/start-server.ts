import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answer.ts';
import type { Verdict } from './judge-health.ts';
import type { ListenAddress } from './listen-address.ts';
import { answerWebhook, type WebhookOptions } from './webhook/answer-webhook.ts';

/** What the server tells, asked anew for every request. */
export interface ServerOptions {
  readonly listen: ListenAddress;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly alive: () => Verdict;
  readonly ready: () => Verdict;
  /** Without it there is no `/webhook`. */
  readonly webhook?: WebhookOptions & {
    /** Called with the status of every answer, for metrics. */
    readonly onAnswer?: (status: number) => void;
  };
  /** Called where an answer failed; the client only hears "internal error". */
  readonly onError: (error: unknown) => void;
  /** Milliseconds that a client has for its request; 10,000 where it is missing. */
  readonly requestTimeout?: number;
}

export interface SyncServer {
  readonly port: number;
  /** Answers what is being answered, for at most a second, and stops. */
  close(): Promise<void>;
}

const REQUEST_TIMEOUT = 10_000;
/** Bodies are held in memory, each up to 5 MB; a Git server sends one push at a time. */
const WEBHOOKS_AT_ONCE = 8;
const CONNECTIONS_AT_ONCE = 256;

/** Serves `/metrics`, `/healthz`, `/readyz` and `POST /webhook`. Rejects where it cannot listen. */
export async function startServer(options: ServerOptions): Promise<SyncServer> {
  const timeout = options.requestTimeout ?? REQUEST_TIMEOUT;
  const routes = routesOf(options);
  const server = createServer(
    { headersTimeout: timeout, requestTimeout: timeout, connectionsCheckingInterval: timeout / 10 },
    (request, response) => void answerRequest(routes, request, response, options.onError),
  );
  server.maxConnections = CONNECTIONS_AT_ONCE;
  // Also of a client that does not take its answer.
  server.timeout = 2 * timeout;
  await listen(server, options.listen);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly answer: (request: IncomingMessage) => Answer | Promise<Answer>;
}

function routesOf({ metrics, alive, ready, webhook }: ServerOptions): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>([
    ['/metrics', { method: 'GET', answer: async () => ({ status: 200, ...(await metrics()) }) }],
    ['/healthz', { method: 'GET', answer: () => answerProbe(alive()) }],
    ['/readyz', { method: 'GET', answer: () => answerProbe(ready()) }],
  ]);
  if (webhook !== undefined) routes.set('/webhook', { method: 'POST', answer: answerWebhooks(webhook) });
  return routes;
}

const answerProbe = ({ ok, lines }: Verdict): Answer => ({ status: ok ? 200 : 503, text: [ok ? 'ok' : 'not ok', ...lines].join('\n') });

function answerWebhooks(webhook: NonNullable<ServerOptions['webhook']>): Route['answer'] {
  let running = 0;
  return async (request) => {
    if (running >= WEBHOOKS_AT_ONCE) return { status: 503, text: 'too many webhooks at once' };
    running++;
    try {
      const answer = await answerWebhook(request, webhook);
      webhook.onAnswer?.(answer.status);
      return answer;
    } finally {
      running--;
    }
  };
}

async function answerRequest(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerOf(routes, request);
  } catch (error) {
    // The client went away, or its time was up and Node has told it so.
    if (request.socket.destroyed) return;
    onError(error);
    answer = { status: 500, text: 'internal error' };
  }
  send(request, response, answer);
}

async function answerOf(routes: ReadonlyMap<string, Route>, request: IncomingMessage): Promise<Answer> {
  const [path = ''] = (request.url ?? '').split('?');
  const route = routes.get(path);
  if (route === undefined) return { status: 404, text: 'not found' };
  // Node leaves the body out of an answer to HEAD.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  return method === route.method ? route.answer(request) : { status: 405, text: 'method not allowed', allow: route.method };
}

function send(request: IncomingMessage, response: ServerResponse, { status, text, contentType, allow }: Answer): void {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  response.writeHead(status, {
    'content-type': contentType ?? 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(allow === undefined ? {} : { allow }),
    // What is left of a body that nobody reads would be taken for the next request.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`cannot listen on ${host ?? ''}:${port}`, { cause })));
    server.listen(host === undefined ? { port } : { host, port }, resolve);
  });
}

const PATIENCE = 1000;

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await closed;
  clearTimeout(timer);
}
