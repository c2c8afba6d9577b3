import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServerOptions, type SyncServer, startServer } from './start-server.ts';
import type { Push } from './webhook/parse-push.ts';

const cases = fileURLToPath(new URL('../../../fixtures/server/webhook', import.meta.url));
const SECRET = 'stackset-example-secret';

interface Case {
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly pushed: boolean;
}

const readCase = (name: string) => ({
  ...(JSON.parse(readFileSync(join(cases, name, 'case.json'), 'utf8')) as Case),
  body: readFileSync(join(cases, name, 'body')),
});

let folder: string;
let secretFile: string;
let server: SyncServer | undefined;
let pushes: Push[];
let statuses: number[];
let errors: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  secretFile = join(folder, 'secret');
  writeFileSync(secretFile, `${SECRET}\n`);
  pushes = [];
  statuses = [];
  errors = [];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function start(options: Partial<ServerOptions> = {}): Promise<string> {
  server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: 'stackset_up 1\n' }),
    alive: () => ({ ok: true, lines: ['the loop moved 1 s ago'] }),
    ready: () => ({ ok: false, lines: ['leader', 'cluster: the watch of Deployments ended'] }),
    webhook: {
      secretFile,
      branches: () => ['main', 'env/eu-1'],
      onPush: (push) => pushes.push(push),
      onAnswer: (status) => statuses.push(status),
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  return `http://127.0.0.1:${server.port}`;
}

describe('probes and metrics', () => {
  it.for([
    ['/metrics', 200, 'stackset_up 1\n'],
    ['/metrics?name=x', 200, 'stackset_up 1\n'],
    ['/healthz', 200, 'ok\nthe loop moved 1 s ago\n'],
    ['/readyz', 503, 'not ok\nleader\ncluster: the watch of Deployments ended\n'],
    ['/', 404, 'not found\n'],
    ['/metrics/', 404, 'not found\n'],
    ['//webhook', 404, 'not found\n'],
    ['/healthz%2f', 404, 'not found\n'],
  ] as const)('GET %s: %s', async ([path, status, text]) => {
    const response = await fetch((await start()) + path);
    expect({ status: response.status, text: await response.text() }).toEqual({ status, text });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('gives the content type of the metrics', async () => {
    const response = await fetch(`${await start()}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${await start()}/healthz`, { method: 'HEAD' });
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: '' });
  });

  it.for([
    ['POST', '/metrics', 'GET'],
    ['DELETE', '/healthz', 'GET'],
    ['GET', '/webhook', 'POST'],
  ] as const)('refuses %s %s', async ([method, path, allow]) => {
    const response = await fetch((await start()) + path, { method });
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 405, allow });
  });

  it('keeps an internal error to itself', async () => {
    const metrics = async () => {
      throw new Error('secret detail');
    };
    const response = await fetch(`${await start({ metrics })}/metrics`);
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 500, text: 'internal error\n' });
    expect(errors).toEqual([new Error('secret detail')]);
  });
});

describe('webhook', () => {
  const names = readdirSync(cases);
  it('has cases', () => expect(names.length).toBeGreaterThan(20));

  it.for(names)('%s', async (name) => {
    const { headers, body, status, pushed } = readCase(name);
    const url = `${await start()}/webhook`;
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(response.status, await response.text()).toBe(status);
    expect(pushes.map(({ ref }) => ref)).toEqual(pushed ? ['refs/heads/main'] : []);
    expect({ statuses, errors }).toEqual({ statuses: [status], errors: [] });
  });

  it('is not there without a secret', async () => {
    const { headers, body } = readCase('github-push');
    const { url } = { url: `${await startWithoutWebhook()}/webhook` };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(404);
  });

  it('may be told the same push again', async () => {
    const { headers, body } = readCase('github-push');
    const url = `${await start()}/webhook`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(url, { method: 'POST', headers, body })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(pushes.map(({ after }) => after)).size).toBe(1);
  });

  it('takes a new secret at once', async () => {
    const { headers, body } = readCase('gitlab-push');
    const url = `${await start()}/webhook`;
    const post = async (token: string) =>
      (await fetch(url, { method: 'POST', headers: { ...headers, 'X-Gitlab-Token': token }, body })).status;
    expect(await post(SECRET)).toBe(202);
    writeFileSync(secretFile, 'rotated');
    expect([await post(SECRET), await post('rotated')]).toEqual([401, 202]);
  });

  describe('with another replica as the leader', () => {
    const { headers, body } = readCase('github-push');
    const post = (url: string, init = { headers, body }) => fetch(`${url}/webhook`, { method: 'POST', ...init });
    let standby: SyncServer | undefined;
    afterEach(() => standby?.close());

    async function startStandby(leader: string): Promise<string> {
      standby = await startServer({
        listen: { host: '127.0.0.1', port: 0 },
        metrics: async () => ({ contentType: '', text: '' }),
        alive: () => ({ ok: true, lines: [] }),
        ready: () => ({ ok: true, lines: [] }),
        webhook: {
          secretFile,
          branches: () => ['main'],
          onPush: () => errors.push('the standby'),
          leader: () => new URL(`${leader}/webhook`),
        },
        onError: (error) => errors.push(error),
      });
      return `http://127.0.0.1:${standby.port}`;
    }

    it('sends a push on to it, which looks at the signature itself', async () => {
      const url = await startStandby(await start());
      expect((await post(url)).status).toBe(202);
      expect({ pushes: pushes.length, errors }).toEqual({ pushes: 1, errors: [] });
    });

    it('leaves it to the leader which branches are followed', async () => {
      const url = await startStandby(await start());
      expect((await post(url, readCase('github-push-to-another-branch'))).status).toBe(200);
      expect({ statuses, pushes }).toEqual({ statuses: [200], pushes: [] });
    });

    it('sends nothing on that is not signed', async () => {
      const url = await startStandby(await start());
      expect((await post(url, readCase('github-wrong-secret'))).status).toBe(401);
      expect(statuses).toEqual([]);
    });

    it('says so where it does not answer, or does not take it', async () => {
      expect((await post(await startStandby('http://127.0.0.1:1'))).status).toBe(503);
      await standby?.close();
      const webhook = { secretFile: join(folder, 'other'), branches: () => ['main'], onPush: (push: Push) => pushes.push(push) };
      writeFileSync(webhook.secretFile, 'other');
      expect((await post(await startStandby(await start({ webhook })))).status).toBe(503);
      expect({ pushes, errors }).toEqual({ pushes: [], errors: [] });
    });

    it('does not send on what was sent on', async () => {
      const url = await startStandby('http://127.0.0.1:1');
      expect((await post(url, { headers: { ...headers, 'X-Stackset-Forwarded': 'true' }, body })).status).toBe(202);
      expect(errors).toEqual(['the standby']);
    });
  });

  it.for(['', '\n'])('lets nobody in by an empty secret (%j)', async (secret) => {
    writeFileSync(secretFile, secret);
    const { headers, body } = readCase('gitlab-push');
    const response = await fetch(`${await start()}/webhook`, { method: 'POST', headers: { ...headers, 'X-Gitlab-Token': '' }, body });
    expect({ status: response.status, pushes }).toEqual({ status: 500, pushes: [] });
    expect(String(errors)).toContain('secret file');
  });

  it.for(['with', 'without'] as const)('reads no more than 5 MB, %s its length said', async (length) => {
    const { headers } = readCase('github-push');
    const body = Buffer.alloc(6 * 1024 * 1024, ' ');
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(body);
        controller.close();
      },
    });
    const init = length === 'with' ? { body } : { body: stream, duplex: 'half' as const };
    const response = await fetch(`${await start()}/webhook`, { method: 'POST', headers, ...init });
    expect({ status: response.status, pushes }).toEqual({ status: 413, pushes: [] });
  });

  async function startWithoutWebhook(): Promise<string> {
    server = await startServer({
      listen: { host: '127.0.0.1', port: 0 },
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      alive: () => ({ ok: true, lines: [] }),
      ready: () => ({ ok: true, lines: [] }),
      onError: (error) => errors.push(error),
    });
    return `http://127.0.0.1:${server.port}`;
  }
});

describe('clients that misbehave', () => {
  /** Sends text, and gives all that comes back until the server closes the connection. */
  async function talk(text: string): Promise<{ readonly answer: string; readonly milliseconds: number }> {
    const { port } = new URL(await start({ requestTimeout: 300 }));
    const started = performance.now();
    const answer = await new Promise<string>((resolve) => {
      let received = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(received));
    });
    return { answer, milliseconds: performance.now() - started };
  }

  it.for([
    ['never end their headers', 'POST /webhook HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['never send their body', 'POST /webhook HTTP/1.1\r\nHost: x\r\nX-Gitlab-Token: a\r\nContent-Length: 100\r\n\r\n{'],
    ['never end their chunks', 'POST /webhook HTTP/1.1\r\nHost: x\r\nX-Gitlab-Token: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ] as const)('and %s are sent away', async ([, text]) => {
    const { answer, milliseconds } = await talk(text);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(milliseconds).toBeLessThan(3000);
    expect({ pushes, errors }).toEqual({ pushes: [], errors: [] });
  });

  it('and say nothing are sent away', async () => expect((await talk('')).milliseconds).toBeLessThan(3000));

  it('are answered without their body where they are not let in', async () => {
    const { answer } = await talk('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('talk no HTTP', async () => expect((await talk('hello\r\n\r\n')).answer).toMatch(/^HTTP\/1\.1 400 /));
});

describe('startServer', () => {
  it('says where it cannot listen', async () => {
    const { port } = new URL(await start());
    const listen = { host: '127.0.0.1', port: Number(port) };
    const again = startServer({
      listen,
      metrics: async () => ({ contentType: '', text: '' }),
      alive: () => ({ ok: true, lines: [] }),
      ready: () => ({ ok: true, lines: [] }),
      onError: () => {},
    });
    await expect(again).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
  });

  it('closes also while a client holds its connection', async () => {
    const url = await start();
    await fetch(`${url}/healthz`);
    const started = performance.now();
    await server?.close();
    expect(performance.now() - started).toBeLessThan(2000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    server = undefined;
  });
});
