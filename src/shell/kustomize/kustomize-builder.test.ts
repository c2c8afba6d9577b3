import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kustomizeBuilder } from './kustomize-builder.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'stackset-kustomize-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder of the PATH with a program that stands for kustomize or kubectl. */
function program(name: string, script: string, mode = 0o755): string {
  const folder = mkdtempSync(join(scratch, 'bin-'));
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), mode);
  return folder;
}

const builder = (...path: readonly string[]) => kustomizeBuilder({ PATH: path.join(delimiter), SECRET: 'x' }, scratch);

describe('the program', () => {
  test('is kustomize', () => {
    expect(builder(program('kubectl', 'echo no'), program('kustomize', 'echo "$@"'))('/shop/eu')).toEqual({ yaml: 'build /shop/eu\n' });
  });

  test('is kubectl, where there is no kustomize', () => {
    expect(builder(program('kubectl', 'echo "$@"'))('/shop/eu')).toEqual({ yaml: 'kustomize /shop/eu\n' });
  });

  test('is none that cannot be run, is a folder, or lies in a folder that the repository may have', () => {
    const folder = mkdtempSync(join(scratch, 'bin-'));
    mkdirSync(join(folder, 'kustomize'));
    const path = [program('kustomize', 'echo no', 0o644), folder, '.', ''];
    expect(builder(...path)('/shop')).toEqual({ failure: { kind: 'NoProgram', words: '' } });
  });

  test('sees nothing of the environment, and no way to the network', () => {
    const environment = builder(program('kustomize', '/usr/bin/env | /usr/bin/sort'))('/shop');
    const names = 'yaml' in environment ? environment.yaml.split('\n').map((line) => line.split('=')[0]) : [];
    // The shell that runs the script adds its own.
    expect(names.filter((name) => !['', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? ''))).toEqual(['HTTPS_PROXY', 'HTTP_PROXY']);
  });
});

describe('a failure', () => {
  test('is told in the program’s words, on one line and without the way to the folder', () => {
    const build = builder(program('kustomize', `echo "Error: no\n  resource in $2" >&2; exit 1`));
    expect(build(join(scratch, 'shop'))).toEqual({ failure: { kind: 'Failed', words: 'no resource in shop' } });
  });

  test.each([
    `no 'git' program on path: exec: "git": executable file not found in $PATH`,
    "accumulating resources from 'ssh://git@example.org/shop': evalsymlink failure",
    'Get "https://example.org/a.yaml": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused',
  ])('is a fetch: %s', (words) => {
    const build = builder(program('kustomize', `cat >&2 <<'END'\n${words}\nEND\nexit 1`));
    expect(build('/shop')).toMatchObject({ failure: { kind: 'Remote' } });
  });

  test('is one that ends by a signal, too', () => {
    expect(builder(program('kustomize', 'kill -9 $$'))('/shop')).toMatchObject({ failure: { kind: 'Failed' } });
  });
});
