import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitDocument } from '../../shell/yaml/emit.ts';
import { parseYaml } from '../../shell/yaml/read.ts';
import { formatPath, type Problem } from '../model/problem.ts';
import { readSyncConfig } from './read-sync-config.ts';

/** `npx vitest run src/core/schema/read-sync-config.test.ts -u` writes what is read now; read the diff before you commit it. */
const folder = fileURLToPath(new URL('../../../fixtures/sync/config', import.meta.url));
const cases = readdirSync(folder);

const minimal = {
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'SyncConfig',
  metadata: { name: 'eu-1' },
  spec: { repository: { url: 'https://git.example.org/apps.git' } },
};

describe('fixtures/sync/config: settings in full, or exactly the problems', () => {
  test('there are cases', () => expect(cases.length).toBeGreaterThan(30));

  test.each(cases)('%s', async (name) => {
    const { documents, problems: unreadable } = parseYaml(readFileSync(`${folder}/${name}/input.yaml`, 'utf8'));
    expect(unreadable).toEqual([]);
    const { config, problems } = readSyncConfig(documents[0]?.value);
    expect(name.startsWith('accepted-')).toBe(config !== undefined);
    if (config) await expect(emitDocument(config)).toMatchFileSnapshot(`${folder}/${name}/expected.yaml`);
    if (problems.length > 0) await expect(problems.map(line).join('')).toMatchFileSnapshot(`${folder}/${name}/errors.txt`);
    expect({ settings: config !== undefined, problems: problems.length > 0 }).toEqual({
      settings: existsSync(`${folder}/${name}/expected.yaml`),
      problems: existsSync(`${folder}/${name}/errors.txt`),
    });
  });
});

const line = ({ severity, reason, path, message, remedy }: Problem): string =>
  `${severity} ${reason} ${formatPath(path)}: ${message}\n  ${remedy}\n`;

describe('flags', () => {
  test('say it all where there is no file', () => {
    const { config, problems } = readSyncConfig(undefined, {
      name: 'eu-1',
      spec: { repository: { url: 'https://git.example.org/apps.git' } },
    });
    expect(problems).toEqual([]);
    expect(config).toEqual(readSyncConfig(minimal).config);
  });

  test('replace a field and leave those beside it', () => {
    const file = { ...minimal, spec: { repository: { ...minimal.spec.repository, branch: 'main', paths: ['apps'] }, dryRun: true } };
    const { config } = readSyncConfig(file, { spec: { repository: { branch: 'next' }, dryRun: false } });
    expect(config?.repository).toMatchObject({ url: 'https://git.example.org/apps.git', branch: 'next', paths: ['apps'] });
    expect(config?.dryRun).toBe(false);
  });

  test('that were not given change nothing', () => {
    const spec = { repository: { branch: undefined }, dryRun: undefined };
    expect(readSyncConfig(minimal, { spec })).toEqual(readSyncConfig(minimal));
  });

  test('replace credentials of another kind', () => {
    const credentials = { ssh: { privateKeyFile: '/k', knownHostsFile: '/h' } };
    const file = { ...minimal, spec: { repository: { url: 'https://git.example.org/apps.git', credentials } } };
    const { config } = readSyncConfig(file, { spec: { repository: { credentials: { token: { environment: 'GIT_TOKEN' } } } } });
    expect(config?.repository.credentials).toEqual({ kind: 'token', from: { environment: 'GIT_TOKEN' }, username: 'x-access-token' });
  });

  test('are judged as the file is', () => {
    const { config, problems } = readSyncConfig(minimal, { spec: { repository: { branch: '--force' } } });
    expect(config).toBeUndefined();
    expect(problems.map(({ path }) => formatPath(path))).toEqual(['spec.repository.branch']);
  });
});

test('whatever the document, it is read or refused', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (whole, name, spec) => {
      for (const document of [whole, { ...minimal, metadata: name }, { ...minimal, spec }, { ...minimal, spec: { repository: spec } }]) {
        const { config, problems } = readSyncConfig(document);
        expect(config === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
      }
    }),
    { numRuns: 1000 },
  );
});
