import { describe, expect, it } from 'vitest';
import { redactSecrets } from './redact-secrets.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NSJ9.c2lnbmF0dXJl-X_1';

describe('redactSecrets', () => {
  it.for([
    ['https://person:hunter2@git.example.org/a.git', 'https://[redacted]@git.example.org/a.git'],
    ['https://ghp_abcdef@git.example.org/a.git', 'https://[redacted]@git.example.org/a.git'],
    [
      "fatal: unable to access 'https://x-access-token:abc@git.example.org/a/': 403",
      "fatal: unable to access 'https://[redacted]@git.example.org/a/': 403",
    ],
    ['ssh://git:pass@git.example.org/a', 'ssh://[redacted]@git.example.org/a'],
    ['Authorization: Basic cGVyc29uOmh1bnRlcjI=', 'Authorization: Basic [redacted]'],
    ['{"authorization":"Bearer abc.def"}', '{"authorization":"Bearer [redacted]"}'],
    ['authorization=plain-value', 'authorization= [redacted]'],
    [`curl: Bearer ${'a1'.repeat(10)} was refused`, 'curl: Bearer [redacted] was refused'],
    ['GET /hook?private_token=abc&ref=main', 'GET /hook?private_token=[redacted]&ref=main'],
    ['password=hunter2', 'password=[redacted]'],
    [`token ghs_${'A1b2'.repeat(9)} expired`, 'token [redacted] expired'],
    [`github_pat_${'A1b2'.repeat(10)}`, '[redacted]'],
    [`glpat-${'A1b2'.repeat(5)}`, '[redacted]'],
    [`sent ${JWT} to it`, 'sent [redacted] to it'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\nbnNz\n-----END OPENSSH PRIVATE KEY-----\nafter', '[redacted]\nafter'],
    ['-----BEGIN RSA PRIVATE KEY-----\nb3Bl', '[redacted]'],
  ] as const)('%s', ([text, expected]) => expect(redactSecrets(text)).toBe(expected));

  it.for([
    'ssh://git@git.example.org/platform/apps.git',
    'git@git.example.org:platform/apps.git',
    'https://git.example.org/platform/apps.git',
    'shop: v2 10 % -> 50 %, v1 90 % -> 50 %',
    'person@example.org pushed to main',
    'https://git.example.org/a mailed to person@example.org',
    'the token of the repository cannot be read',
    'Secret shop-secret is not in the package',
    'the bearer of the key and a basic understanding-of-it-all',
    '95790bf891e76fee5e1747ab589903a6a1f80f22',
  ])('leaves as it is: %s', (text) => expect(redactSecrets(text)).toBe(text));

  it('is quick on any text', () => {
    const started = performance.now();
    for (const text of ['a', 'a:/', 'authorization=', '-----BEGIN PRIVATE KEY-----', 'bearer ', 'eyJ', 'http://']) {
      redactSecrets(text.repeat(200_000 / text.length));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
