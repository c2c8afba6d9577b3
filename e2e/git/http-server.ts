import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { answerByHttpBackend } from './http-backend.ts';

/** What goes wrong with a request, until it is taken back. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly text?: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Does what is asked and ends the connection instead of answering. */
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'redirect'; readonly location: string };

/** The part of a push that changes something; everything else about it is questions. */
const isPush = (request: IncomingMessage): boolean => request.method === 'POST' && (request.url ?? '').endsWith('/git-receive-pack');

interface HttpServerOptions {
  /** Password by user; without it anybody may do anything. */
  readonly users?: Readonly<Record<string, string>>;
  /** Users who may fetch, but not push. */
  readonly readers?: readonly string[];
}

/** Git over smart HTTP, with faults to be switched on. */
export class GitHttpServer {
  readonly url: string;
  /** Applies to every request, or only to pushes themselves. */
  fault: Fault | undefined;
  pushFault: Fault | undefined;
  /** Called before a push is carried out: what happens then is a race. */
  beforePush: (() => Promise<unknown>) | undefined;
  requests = 0;
  private readonly server: Server;
  private readonly root: string;
  private readonly options: HttpServerOptions;

  private constructor(server: Server, root: string, options: HttpServerOptions) {
    this.server = server;
    this.root = root;
    this.options = options;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  /** Serves the folders below `root` until the running test ends. */
  static async start(root: string, options: HttpServerOptions = {}): Promise<GitHttpServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = new GitHttpServer(server, root, options);
    onTestFinished(() => started.stop());
    return started;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const push = isPush(request);
    if (push) await this.beforePush?.();
    const fault = this.fault ?? (push ? this.pushFault : undefined);
    if (fault !== undefined && (await this.fail(fault, request, response))) return;
    const user = this.userOf(request);
    if (user === undefined && this.options.users !== undefined) return deny(response, 401, 'who are you?');
    const writes = (request.url ?? '').includes('git-receive-pack');
    if (writes && user !== undefined && this.options.readers?.includes(user)) return deny(response, 403, 'you may only read');
    await answerByHttpBackend(this.root, user ?? 'anybody', request, response);
  }

  /** Whether that was the answer. */
  private async fail(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    switch (fault.kind) {
      case 'status':
        deny(response, fault.status, fault.text ?? 'no');
        return true;
      case 'redirect':
        response.writeHead(302, { location: fault.location + (request.url ?? '') }).end();
        return true;
      case 'hang':
        return true;
      case 'reset':
        request.socket.resetAndDestroy();
        return true;
      case 'loseAnswer':
        response.end = () => request.socket.resetAndDestroy() as never;
        return false;
      case 'slow':
        await wait(fault.milliseconds);
        return false;
    }
  }

  private userOf(request: IncomingMessage): string | undefined {
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (basic === undefined) return undefined;
    const [user = '', ...password] = Buffer.from(basic, 'base64').toString().split(':');
    return this.options.users?.[user] === password.join(':') ? user : undefined;
  }
}

function deny(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', ...(status === 401 ? { 'www-authenticate': 'Basic realm="test"' } : {}) });
  response.end(text);
}
