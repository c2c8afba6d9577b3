import { expect, test } from 'vitest';
import { formatRefusal } from './format-refusal.ts';

test('the lines that tell something are kept, each once', () => {
  const printed = [
    'remote: Enumerating objects: 5, done.',
    'remote: Counting objects:  60% (3/5)\rremote: Counting objects: 100% (5/5), done.',
    'Writing objects: 100% (3/3), 280 bytes | 280.00 KiB/s, done.',
    'remote: policy: no traffic on fridays',
    'remote: policy: no traffic on fridays',
    'To https://git.example.org/apps.git',
    "error: failed to push some refs to 'https://git.example.org/apps.git'",
    'hint: Updates were rejected.',
  ];
  expect(formatRefusal(printed.join('\n'), [])).toBe('policy: no traffic on fridays');
});

test('control characters do nothing, nor do characters that turn the direction of a text', () => {
  expect(formatRefusal('remote: \u001b[2J\u001b[1;1H\u0007evil\u202e \u0000text\u001b]0;title\u0007', [])).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('secrets and passwords in addresses are taken out', () => {
  const text = "fatal: unable to access 'https://user:pass@git.example.org/': token t0k$n is bad, t0k$n";
  expect(formatRefusal(text, ['', 't0k$n'])).toBe("fatal: unable to access 'https://***@git.example.org/': token *** is bad, ***");
});

test('a server that talks too much is cut short', () => {
  expect(formatRefusal('x'.repeat(1_000_000), []).length).toBeLessThanOrEqual(1_001);
});
