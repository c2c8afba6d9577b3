import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSyncConfig } from '../src/core/schema/read-sync-config.ts';
import { parseYaml } from '../src/shell/yaml/read.ts';

const folder = new URL('howto/', import.meta.url);
const documents = [...readdirSync(folder).filter((name) => name.startsWith('sync')), 'git-access.md', 'operate.md'];

const examples = documents.flatMap((name) =>
  [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(([, text = '']) => {
    const { documents: read, problems } = parseYaml(text);
    return [{ name, problems, objects: read.map(({ value }) => value as Readonly<Record<string, unknown>>) }];
  }),
);

describe('the YAML in the guides about sync', () => {
  it('is YAML, each of it a Kubernetes object', () => {
    expect(examples.length).toBeGreaterThan(5);
    expect(examples.flatMap(({ problems }) => problems)).toEqual([]);
    const incomplete = examples.flatMap(({ name, objects }) =>
      objects.flatMap(({ apiVersion, kind }) => (apiVersion && kind ? [] : [name])),
    );
    expect(incomplete).toEqual([]);
  });

  const configs = examples.flatMap(({ name, objects }) =>
    objects.filter(({ kind }) => kind === 'SyncConfig').map((object) => ({ name, object })),
  );
  it.for(configs)('a SyncConfig in $name is valid', ({ object }) => {
    // The example that is run has its folder put in first.
    const settings = JSON.parse(JSON.stringify(object).replace('FOLDER', '/srv/git'));
    expect(readSyncConfig(settings).problems).toEqual([]);
  });
});
