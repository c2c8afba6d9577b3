import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readSyncConfig } from '../../src/core/schema/read-sync-config.ts';
import { parseYaml } from '../../src/shell/yaml/read.ts';

const deploy = fileURLToPath(new URL('../../deploy', import.meta.url));
const files = readdirSync(deploy, { recursive: true, encoding: 'utf8' });
const text = (path: string): string => readFileSync(`${deploy}/${path}`, 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: files of many kinds, of which each test knows one
const yaml = (path: string): any => parseYaml(text(path)).documents[0]?.value;

const CREDENTIALS = '/etc/stackset-sync/credentials/';
const CHART = 'helm/stackset-gitops';

describe('the SyncConfigs', () => {
  const configs = files.filter((file) => file.endsWith('sync-config.yaml'));
  it('are found', () => expect(configs.length).toBeGreaterThan(2));

  it.for(configs)('%s is valid, and names files of the mounted Secret', (file) => {
    const { config, problems } = readSyncConfig(yaml(file));
    expect(problems).toEqual([]);
    const named = [...text(file).matchAll(/(?:[fF]ile|key): (.+)/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !path.startsWith(CREDENTIALS))).toEqual([]);
    expect(Object.keys(yaml('examples/secret.yaml').stringData)).toEqual(
      expect.arrayContaining(named.map((path) => path.slice(CREDENTIALS.length))),
    );
    expect(config?.leaderElection.enabled).not.toBe(false);
  });

  it('the chart’s values hold the one of the base', () => {
    const { name, spec } = yaml(`${CHART}/values.yaml`).syncConfig;
    expect({ metadata: { name }, spec }).toEqual({
      metadata: yaml('base/sync-config.yaml').metadata,
      spec: yaml('base/sync-config.yaml').spec,
    });
  });
});

describe('the chart', () => {
  const values = yaml(`${CHART}/values.yaml`);
  const schema = JSON.parse(text(`${CHART}/values.schema.json`));
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

  it('has valid default values, all of them in the schema', () => {
    expect(validate(values), JSON.stringify(validate.errors)).toBe(true);
    const known = Object.keys(schema.properties).filter((name) => name !== 'global');
    expect(Object.keys(values).toSorted()).toEqual(known.toSorted());
  });

  it.for<readonly [string, object]>([
    ['a value that is not known', { replica: 2 }],
    ['no replicas', { replicas: 0 }],
    ['a text for a number', { replicas: '2' }],
    ['no repository', { syncConfig: { name: 'eu-1', spec: {} } }],
    ['a namespace that is no name', { rbac: { namespaces: ['Shop'] } }],
  ])('refuses %s', ([, wrong]) => expect(validate({ ...values, ...wrong })).toBe(false));

  it('tells every value in its README', () => {
    const rows = text(`${CHART}/README.md`)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(told.toSorted()).toEqual(Object.keys(values).toSorted());
  });

  it('has the version of the project', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(yaml(`${CHART}/Chart.yaml`)).toMatchObject({ version, appVersion: version });
    expect(text('base/deployment.yaml')).toContain(`stackset-gitops-sync:${version}\n`);
  });
});

describe('the image', () => {
  const dockerfile = text('Dockerfile');
  it('is built as that of the function, which a test builds', () => {
    const stage = (source: string): string => source.slice(source.indexOf('FROM'), source.lastIndexOf('FROM'));
    expect(stage(dockerfile)).toBe(stage(readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8')));
  });

  it('runs as the user that the Deployment names, with all that the controller runs', () => {
    const { runAsUser } = yaml('base/deployment.yaml').spec.template.spec.securityContext;
    expect(dockerfile).toContain(`\nUSER ${runAsUser}:${runAsUser}\n`);
    expect(dockerfile).toMatch(/apt-get install .*\bgit\b.*\bgnupg\b.*\bopenssh-client\b/);
  });
});
