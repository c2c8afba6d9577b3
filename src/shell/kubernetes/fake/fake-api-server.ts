import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { ApiConnection } from '../connection/api-connection.ts';
import { fail, readBody, reply, type Target, targetOf } from './fake-request.ts';
import { FakeStore, mergePatch, type StoredChange, type StoredObject } from './fake-store.ts';

const CORE_GROUPS = ['/api/v1', '/apis/apps/v1', '/apis/autoscaling/v2', '/apis/networking.k8s.io/v1', '/apis/coordination.k8s.io/v1'];

/** Of a watch that does not say how long it wants to stay; kube-apiserver's `--min-request-timeout`. */
const DEFAULT_WATCH_SECONDS = 1800;

/**
 * An API server in this process, as far as the controller uses one: lists in pages, watches with bookmarks, writes with conflicts; and
 * what goes wrong with one, on demand. The same tests run against a real one in e2e/observe.e2e.ts, which holds this one to the truth.
 */
export class FakeApiServer {
  readonly store = new FakeStore();
  /** Method and path of every request, without the query; a watch is `WATCH`. */
  readonly requests: string[] = [];
  /** Kinds that this cluster has besides Kubernetes' own: `routegroups`. */
  readonly customKinds = new Set<string>();
  /** Requests to which it answers 403: a method, `*` for all, and a plural, as in `POST events`. */
  readonly forbidden = new Set<string>();
  /** Whether lists of all namespaces are answered with 403. */
  forbiddenEverywhere = false;
  /** Watches from a resourceVersion below this one end with 410. */
  oldestVersion = 0;
  /** What `/readyz` answers. */
  readyStatus = 200;
  /** How long a watch is kept open, in place of what it asks for. */
  watchMilliseconds: number | undefined;
  /** Whether requests are left without an answer, and watches without events. */
  isHanging = false;

  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  readonly #watches = new Set<ServerResponse>();
  readonly #held: (() => void)[] = [];

  static async start(): Promise<FakeApiServer> {
    const server = new FakeApiServer();
    await server.listen(0);
    return server;
  }

  #port = 0;

  async listen(port = this.#port): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A connection of an account that has no credentials; the caller closes it. */
  connect(): ApiConnection {
    const config = new KubeConfig();
    config.loadFromClusterAndUser({ name: 'fake', server: this.url, skipTLSVerify: true }, { name: 'somebody' });
    return new ApiConnection(config);
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** Goes on after it was hanging. */
  release(): void {
    this.isHanging = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** Cuts all watches in the middle. */
  cutWatches(): void {
    for (const watch of this.#watches) watch.destroy();
  }

  async stop(): Promise<void> {
    this.release();
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await stopped;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push(`${url.searchParams.has('watch') ? 'WATCH' : request.method} ${url.pathname}`);
    const text = await readBody(request);
    if (this.isHanging) await new Promise<void>((resolve) => this.#held.push(resolve));
    const target = targetOf(url.pathname);
    if (url.pathname === '/readyz') response.writeHead(this.readyStatus).end('ok');
    else if (!target) this.#discover(url.pathname, response);
    else if (this.#isForbidden(request.method ?? '', target)) {
      fail(response, 403, `${target.plural} is forbidden: User "somebody" cannot use resource "${target.plural}"`);
    } else if (!this.#isKnown(target)) fail(response, 404, 'the server could not find the requested resource');
    else if (request.method !== 'GET') this.#write(request.method ?? '', target, JSON.parse(text), response);
    else if (target.name !== undefined) this.#get(target, response);
    else if (url.searchParams.has('watch')) this.#watch(target, url.searchParams, response);
    else this.#list(target, url.searchParams, response);
  }

  #isForbidden(method: string, { namespace, plural }: Target): boolean {
    const isTooMuch = this.forbiddenEverywhere && namespace === undefined;
    return isTooMuch || this.forbidden.has(`* ${plural}`) || this.forbidden.has(`${method} ${plural}`);
  }

  #isKnown({ place, plural }: Target): boolean {
    const [root = ''] = place.split(' ');
    return CORE_GROUPS.includes(root) || this.customKinds.has(plural);
  }

  #discover(path: string, response: ServerResponse): void {
    const resources = [...this.customKinds].map((name) => ({ name }));
    if (path === '/apis/zalando.org/v1' && resources.length > 0) reply(response, 200, { kind: 'APIResourceList', resources });
    else fail(response, 404, 'the server could not find the requested resource');
  }

  #list({ place, namespace }: Target, query: URLSearchParams, response: ServerResponse): void {
    const limit = Number(query.get('limit') ?? Number.POSITIVE_INFINITY);
    const start = Number(query.get('continue') ?? 0);
    const all = this.store.list(place, namespace, query.get('labelSelector') ?? undefined);
    const rest = start + limit < all.length ? { continue: String(start + limit) } : {};
    const metadata = { resourceVersion: String(this.store.version), ...rest };
    reply(response, 200, { kind: 'List', metadata, items: all.slice(start, start + limit) });
  }

  #watch({ place, namespace }: Target, query: URLSearchParams, response: ServerResponse): void {
    const send = (type: string, object: unknown): void => {
      const go = (): boolean => response.write(`${JSON.stringify({ type, object })}\n`);
      if (this.isHanging) this.#held.push(go);
      else go();
    };
    response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
    if (Number(query.get('resourceVersion')) < this.oldestVersion) {
      send('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' });
      response.end();
      return;
    }
    const label = query.get('labelSelector');
    const isMeant = ({ metadata }: StoredObject): boolean =>
      (namespace === undefined || metadata.namespace === namespace) && (label === null || metadata.labels?.[label] !== undefined);
    const tell = (change: StoredChange): void => {
      if (change.place === place && isMeant(change.object)) send(change.type, change.object);
    };
    for (const change of this.store.changesSince(Number(query.get('resourceVersion')))) tell(change);
    const end = this.store.onChange(tell);
    const timer = setTimeout(
      () => {
        send('BOOKMARK', { metadata: { resourceVersion: String(this.store.version) } });
        response.end();
      },
      this.watchMilliseconds ?? Number(query.get('timeoutSeconds') ?? DEFAULT_WATCH_SECONDS) * 1000,
    );
    this.#watches.add(response);
    response.on('close', () => {
      this.#watches.delete(response);
      clearTimeout(timer);
      end();
    });
  }

  #get({ place, namespace, name = '' }: Target, response: ServerResponse): void {
    const object = this.store.get(place, namespace, name);
    if (object) reply(response, 200, object);
    else fail(response, 404, `${name} not found`);
  }

  #write(method: string, { place, namespace, name = '', subresource }: Target, body: unknown, response: ServerResponse): void {
    const written = body as StoredObject;
    const isNew = method === 'POST';
    const before = this.store.get(place, namespace, isNew ? written.metadata.name : name);
    const seen = method === 'PUT' ? written.metadata.resourceVersion : undefined;
    if (isNew && before) fail(response, 409, 'AlreadyExists');
    else if (isNew) reply(response, 201, this.store.put(place, written));
    else if (!before) fail(response, 404, `${name} not found`);
    else if (seen !== undefined && seen !== before.metadata.resourceVersion) fail(response, 409, 'Conflict');
    else if (method === 'PUT') reply(response, 200, this.store.put(place, written));
    else reply(response, 200, this.store.put(place, patched(before, body, subresource)));
  }
}

/** Of a status subresource nothing but the status is taken. */
function patched(before: StoredObject, patch: unknown, subresource: string | undefined): StoredObject {
  const after = mergePatch(before, patch) as StoredObject;
  return subresource === 'status' ? { ...before, status: after.status } : after;
}
