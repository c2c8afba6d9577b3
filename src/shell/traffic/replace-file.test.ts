import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile } from './replace-file.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'replace-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('keeps the permissions of the file', () => {
  const file = join(makeFolder(), 'a.yaml');
  writeFileSync(file, 'old');
  chmodSync(file, 0o666);
  replaceFile(file, 'new');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o666]);
});

test('writes where a link leads, and keeps the link', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'a.yaml'), 'old');
  symlinkSync('real/a.yaml', join(folder, 'b.yaml'));
  replaceFile(join(folder, 'b.yaml'), 'new');
  expect(readFileSync(join(folder, 'real', 'a.yaml'), 'utf8')).toBe('new');
  expect(lstatSync(join(folder, 'b.yaml')).isSymbolicLink()).toBe(true);
});

test('leaves nothing behind where it cannot write', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'a.yaml'));
  expect(() => replaceFile(join(folder, 'a.yaml'), 'new')).toThrow('cannot write');
  expect(readdirSync(folder)).toEqual(['a.yaml']);
});
