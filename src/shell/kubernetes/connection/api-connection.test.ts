import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiConnection } from './api-connection.ts';

let folder: string;
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let api: ApiConnection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'connection-'));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  api.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function connect(user: object = {}, agent?: Agent): ApiConnection {
  const config = new KubeConfig();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  config.loadFromClusterAndUser({ name: 'a', server: url, skipTLSVerify: true }, { name: 'b', ...user });
  if (agent) Object.assign(config, { createAgent: () => agent });
  api = new ApiConnection(config);
  return api;
}

/** A program that counts its runs and prints what it is given. */
function plugin(output: string, exit = 0): object {
  const command = join(folder, 'plugin');
  writeFileSync(command, `#!/bin/sh\necho run >> '${folder}/runs'\ncat <<'END'\n${output}\nEND\necho 'log in first' >&2\nexit ${exit}\n`);
  chmodSync(command, 0o755);
  return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command } };
}
const runs = (): number => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1 : 0);
const credential = (token: string): string => JSON.stringify({ kind: 'ExecCredential', status: { token } });

describe('an answer', () => {
  test('is read from JSON', async () => {
    answer = (_, response) => response.end('{"major": "1"}');
    expect(await connect().call({ path: '/version' })).toEqual({ major: '1' });
  });

  test.each([
    ['a Status', 409, '{"kind": "Status", "message": "the object has been modified"}', 'the object has been modified'],
    ['a page of a proxy', 502, '<html>\n<p>Bad Gateway</p>', 'the API server answered 502: <html> <p>Bad Gateway</p>'],
    ['nothing', 500, '', 'the API server answered 500'],
  ])('that is no success is an error: %s', async (_, status, body, message) => {
    answer = (_request, response) => response.writeHead(status).end(body);
    await expect(connect().call({ path: '/' })).rejects.toMatchObject({ name: 'ApiError', status, message });
  });

  test('that does not come in time is an error', async () => {
    answer = () => undefined;
    await expect(connect().call({ path: '/', timeoutMilliseconds: 50 })).rejects.toThrow(
      'the API server does not answer: nothing came in 0.05 seconds',
    );
  });

  test('that does not end in time is an error, as is one that breaks off', async () => {
    answer = (_, response) => response.writeHead(200).write('{');
    await expect(connect().call({ path: '/', timeoutMilliseconds: 2000 })).rejects.toThrow('the answer was not complete in time');
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(api.call({ path: '/' })).rejects.toThrow('the answer broke off');
  });

  test('is asked for again where a connection that was kept is closed by the server', async () => {
    answer = (_, response) => response.end('{}');
    connect({}, new Agent({ keepAlive: true }));
    await api.call({ path: '/' });
    let requests = 0;
    answer = (request, response) => (requests++ === 0 ? request.socket.destroy() : response.end('{"again": true}'));
    expect(await api.call({ path: '/' })).toEqual({ again: true });
    requests = 0;
    await expect(api.call({ method: 'POST', path: '/', body: {} })).rejects.toThrow('the API server does not answer: socket hang up');
  });

  test('is not waited for once it is not wanted', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('closed')), 20);
    await expect(connect().call({ path: '/', signal: controller.signal })).rejects.toThrow(/^closed$/);
  });
});

describe('a request', () => {
  test('has its body as JSON, and a merge patch where it is a PATCH', async () => {
    const seen: unknown[] = [];
    answer = (request, response) => {
      request
        .setEncoding('utf8')
        .on('data', (text: string) => seen.push([request.method, request.headers['content-type'], JSON.parse(text)]));
      request.on('end', () => response.end('{}'));
    };
    await connect().call({ method: 'POST', path: '/', body: { text: 'ä' } });
    await api.call({ method: 'PATCH', path: '/', body: {} });
    expect(seen).toEqual([
      ['POST', 'application/json', { text: 'ä' }],
      ['PATCH', 'application/merge-patch+json', {}],
    ]);
  });

  test('has the token of the kubeconfig', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers.authorization));
    expect(await connect({ token: 'abc' }).call({ path: '/' })).toBe('Bearer abc');
  });

  test('has the token of a credential plugin, which is run once', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers.authorization));
    connect(plugin(credential('abc')));
    expect(await Promise.all([api.call({ path: '/' }), api.call({ path: '/' })])).toEqual(['Bearer abc', 'Bearer abc']);
    expect(await api.call({ path: '/' })).toBe('Bearer abc');
    expect(runs()).toBe(1);
  });

  test('asks for credentials again once they are refused', async () => {
    answer = (_, response) => response.writeHead(401).end();
    connect(plugin(credential('abc')));
    await expect(api.call({ path: '/' })).rejects.toMatchObject({ status: 401 });
    await expect(api.call({ path: '/' })).rejects.toMatchObject({ status: 401 });
    expect(runs()).toBe(2);
  });
});

describe('a credential plugin', () => {
  test('that prints a token in another shape does not have it told', async () => {
    connect(plugin('secret-token'));
    await expect(api.call({ path: '/' })).rejects.toThrow(
      /^the credentials of the kubeconfig are not to be had: the plugin printed no ExecCredential$/,
    );
  });

  test('that fails says why itself', async () => {
    connect(plugin('secret-token', 1));
    await expect(api.call({ path: '/' })).rejects.toThrow(/^the credentials of the kubeconfig are not to be had: log in first$/);
  });

  test('that is not installed is named', async () => {
    connect({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'none') } });
    await expect(api.call({ path: '/' })).rejects.toThrow(/none ENOENT$/);
  });
});
