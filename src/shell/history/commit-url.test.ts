import { expect, test } from 'vitest';
import { commitUrl } from './commit-url.ts';

test.each([
  ['https://github.com/example/apps.git', 'https://github.com/example/apps/commit/1a2b'],
  ['https://ada:secret@github.com/example/apps', 'https://github.com/example/apps/commit/1a2b'],
  ['git@github.com:example/apps.git', 'https://github.com/example/apps/commit/1a2b'],
  ['ssh://git@gitlab.example.org:2222/platform/apps.git', 'https://gitlab.example.org/platform/apps/-/commit/1a2b'],
  ['http://gitea.example.org:3000/example/apps', 'http://gitea.example.org:3000/example/apps/commit/1a2b'],
  ['https://bitbucket.org/example/apps/', 'https://bitbucket.org/example/apps/commits/1a2b'],
  ['git@git.example.org:apps.git', undefined],
  ['/srv/git/github.git', undefined],
  ['../apps.git', undefined],
  ['javascript:github', undefined],
  ['file:///github/apps.git', undefined],
  ['', undefined],
])('a commit of %j is read at %j', (remote, expected) => {
  expect(commitUrl(remote, '1a2b')).toBe(expected);
});
