import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';

test('a bundled program reaches a cluster with a credential plugin, and carries no generated API client', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const server = createServer((request, response) => response.end(JSON.stringify({ as: request.headers.authorization })));
  try {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const credential = JSON.stringify({ kind: 'ExecCredential', status: { token: 'abc' } });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'echo', args: [credential] };
    const kubeconfig = {
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [{ name: 'a', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'a', user: { exec } }],
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
    const module = JSON.stringify(resolve('src/shell/kubernetes/connection/connect-api.ts'));
    const choice = `{ kubeconfig: 'kubeconfig', prefer: 'kubeconfig', environment: process.env, workingDirectory: process.cwd() }`;
    const main = `const { connectApi } = await import(${module});
const api = connectApi(${choice});
console.log(JSON.stringify(await api.call({ path: '/version' })));
api.close();`;
    writeFileSync(join(folder, 'main.ts'), main);
    const program = await bundle(join(folder, 'main.ts'), join(folder, 'program.mjs'));
    const { stdout } = await execa(program, { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({ as: 'Bearer abc' });
    expect(statSync(program).size).toBeLessThan(400_000);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
