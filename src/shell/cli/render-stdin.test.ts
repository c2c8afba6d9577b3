import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { stackSetText } from '../controller/testing/packages.ts';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackset-stdin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const CONFIG = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nspec: {clusterDomains: [example.org]}\n';
writeFileSync(join(folder, 'config.yaml'), CONFIG);

async function run(input: string | Buffer, ...args: readonly string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const exitCode = await runCli(['render', '-', ...args], {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    environment: {},
    workingDirectory: folder,
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}

describe('stackset render -', () => {
  test('prints what is to be applied, and nothing else', async () => {
    expect(await run(stackSetText())).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^---\napiVersion: apps\/v1\n/), stderr: '' });
    expect(await run('')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('takes settings from a file', async () => {
    expect(await run(stackSetText(), '--config', 'config.yaml')).toMatchObject({ stdout: expect.stringContaining('shop-v1.example.org') });
    expect(await run(stackSetText(), '--config', 'none.yaml')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('none.yaml'),
    });
  });

  test('prints nothing where an object is wrong', async () => {
    const { exitCode, stdout, stderr } = await run(stackSetText().replace('replicas', 'replcias'));
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^<stdin>:\d+:\d+: error: .*replcias/),
    });
    expect(await run(Buffer.from([0xff, 0xfe]))).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringContaining('not UTF-8') });
  });

  test('tells warnings on stderr, but not where it is to be quiet', async () => {
    const text = stackSetText({ traffic: { v0: 100 } });
    expect(await run(text)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('warning') });
    expect(await run(text, '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([['--check'], ['--stdout'], ['--hook'], ['--allow-removal'], ['-o', 'json'], ['apps/shop']])(
    'goes with no %s',
    async (...args) => {
      expect(await run(stackSetText(), ...args)).toMatchObject({ exitCode: 2, stdout: '' });
    },
  );
});
