import { expect, test } from 'vitest';
import { formatRefusal } from './format-refusal.ts';
import { secretsOf } from './secrets-of.ts';

const PASSWORD = `s3cr3t'"$(touch x)\`;%2F#\\ &tok3n`;
const login = { username: 'git', password: PASSWORD };

test.each([
  ['as it is', PASSWORD],
  ['in JSON', JSON.stringify({ token: PASSWORD })],
  ['in a URL', `https://git.example.org/?token=${encodeURIComponent(PASSWORD)}`],
  ['in a header', `Authorization: Basic ${Buffer.from(`git:${PASSWORD}`).toString('base64')}`],
  ['in a Secret', `token: ${Buffer.from(PASSWORD).toString('base64')}`],
])('a password is not told %s', (_, message) => {
  const told = formatRefusal(`remote: you came with ${message}`, secretsOf(login));
  expect(told).toContain('***');
  for (const secret of secretsOf(login)) expect(told).not.toContain(secret);
  expect(told).not.toMatch(/s3cr3t|tok3n/);
});

test('nothing else is hidden', () => {
  expect(formatRefusal('remote: no traffic on fridays', secretsOf(login))).toBe('no traffic on fridays');
});
