import { expect, test } from 'vitest';
import { parseRemoteUrl } from './remote-url.ts';

test.each([
  ['https://git.example.org/a/b.git', { protocol: 'https', origin: 'https://git.example.org' }],
  ['https://git.example.org:8443/a/b.git', { protocol: 'https', origin: 'https://git.example.org:8443' }],
  ['https://user@git.example.org/a/b.git', { protocol: 'https', origin: 'https://git.example.org' }],
  ['http://127.0.0.1:3000/a.git', { protocol: 'http', origin: 'http://127.0.0.1:3000' }],
  ['ssh://git@git.example.org:2222/a/b.git', { protocol: 'ssh' }],
  ['git@github.com:org/repo.git', { protocol: 'ssh' }],
  ['host:path', { protocol: 'ssh' }],
  ['file:///srv/apps.git', { protocol: 'file' }],
  ['/srv/apps.git', { protocol: 'file' }],
])('%s', (url, expected) => {
  expect(parseRemoteUrl(url)).toEqual({ text: url, ...expected });
});

test.each([
  ['ext::sh -c "touch x"', 'remote helper'],
  ['fd::17', 'remote helper'],
  ['::x', 'remote helper'],
  ['https::https://git.example.org/', 'remote helper'],
  ['--upload-pack=touch x', 'option'],
  ['-x', 'option'],
  ['ssh://-oProxyCommand=touch/x', 'option'],
  ['-oProxyCommand=x@host:path', 'option'],
  ['host:-path', 'is none of'],
  ['git://git.example.org/x', 'is none of'],
  ['ftp://git.example.org/x', 'is none of'],
  ['javascript://x', 'is none of'],
  ['relative/path', 'is none of'],
  ['', 'is none of'],
  ['https://', 'is no URL'],
  ['https://user:secret@git.example.org/x', 'password'],
  ['https://git.example.org/a\nb', 'control characters'],
  ['ssh://git@host/a\u0000', 'control characters'],
])('%j is refused', (url, message) => {
  expect(() => parseRemoteUrl(url)).toThrow(message);
});

test('a refused address does not show its password', () => {
  expect(() => parseRemoteUrl('https://user:secret@git.example.org/x')).not.toThrow(/secret/);
});
