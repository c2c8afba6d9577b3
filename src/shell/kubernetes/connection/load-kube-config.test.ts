import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ClusterChoice, loadKubeConfig } from './load-kube-config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = (name: string, current = name): string => `
apiVersion: v1
kind: Config
current-context: ${current}
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}}}]
clusters: [{name: ${name}, cluster: {server: "https://${name}.example.org", certificate-authority: ca.crt}}]
users: [{name: ${name}, user: {token: secret-${name}}}]
`;

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const load = (choice: Partial<ClusterChoice>): ReturnType<typeof loadKubeConfig> =>
  loadKubeConfig({ prefer: 'kubeconfig', environment: {}, workingDirectory: folder, ...choice });
const serverOf = (choice: Partial<ClusterChoice>): string | undefined => load(choice).getCurrentCluster()?.server;

describe('a kubeconfig', () => {
  test('is the file that is named, with paths from its folder', () => {
    write('eu', config('eu'));
    expect(serverOf({ kubeconfig: 'eu' })).toBe('https://eu.example.org');
    expect(load({ kubeconfig: 'eu' }).getCurrentCluster()?.caFile).toBe(join(folder, 'ca.crt'));
  });

  test('is what KUBECONFIG names, merged: the first one counts, files that are not there do not', () => {
    const [eu, us] = [write('eu', config('eu')), write('us', `${config('us')}`)];
    const environment = { KUBECONFIG: [join(folder, 'none'), eu, us].join(delimiter) };
    expect(serverOf({ environment })).toBe('https://eu.example.org');
    expect(serverOf({ environment, context: 'us' })).toBe('https://us.example.org');
  });

  test('is the one in the home folder', () => {
    mkdirSync(join(folder, '.kube'));
    write('.kube/config', config('home'));
    expect(serverOf({ environment: { HOME: folder } })).toBe('https://home.example.org');
  });
});

describe('what cannot be used', () => {
  test.each([
    ['nothing', {}, 'no cluster is named'],
    ['a file that is not there', { kubeconfig: 'none' }, 'none cannot be read: '],
    ['a context that is not there', { kubeconfig: 'eu', context: 'us' }, 'the kubeconfig has no context "us"; it has eu'],
    ['a context without its cluster', { kubeconfig: 'loose' }, 'does not have the cluster of its context loose'],
    ['no context', { kubeconfig: 'empty' }, 'the kubeconfig has no current context; name one of none'],
    ['no YAML', { kubeconfig: 'broken' }, 'broken cannot be used: line 3: '],
    ['an entry without a name', { kubeconfig: 'nameless' }, 'cannot be used: users[0].name is missing'],
    ['a text', { kubeconfig: 'text' }, 'text cannot be used: it is no kubeconfig'],
  ])('%s is told, without a secret of it', (_, choice, message) => {
    write('eu', config('eu'));
    write('loose', config('loose').replace('cluster: loose,', 'cluster: other,'));
    write('empty', '{}');
    write('broken', 'users:\n- name: a\n   user: {token: secret-token}\n');
    write('nameless', 'users: [{user: {token: secret-token}}]');
    write('text', '');
    const failed = (): unknown => load(choice);
    expect(failed).toThrow(message);
    expect(failed).not.toThrow('secret');
  });
});
