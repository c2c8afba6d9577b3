import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileWriter } from './file-writer.ts';

/** No process has it: Linux gives at most 2^22. */
const NOBODY = 99_999_999;

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('makes the folder and the file, with the permissions that are asked for', () => {
  const file = join(makeFolder(), 'a', 'b', 'c.yaml');
  new FileWriter().write(file, 'text', 0o600);
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['text', 0o600]);
});

test('replaces a link, and leaves alone what it leads to', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'target'), 'old');
  symlinkSync('target', join(folder, 'link'));
  new FileWriter().write(join(folder, 'link'), 'new');
  expect([readFileSync(join(folder, 'target'), 'utf8'), readFileSync(join(folder, 'link'), 'utf8')]).toEqual(['old', 'new']);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(false);
});

test.each([
  ['of a process that is gone', NOBODY],
  ['of one that had the number of this one', process.pid],
])('clears away what is left %s', (_whose, pid) => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'target'), 'mine');
  symlinkSync('target', join(folder, `.a.yaml.${pid}.tmp`));
  new FileWriter().write(join(folder, 'a.yaml'), 'text');
  expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'target']);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('mine');
});

test('leaves alone what a running process is writing, and files that only look like it', () => {
  const folder = makeFolder();
  const names = [`.a.yaml.${process.ppid}.tmp`, '.tmp', '.a.tmp', '.a.0.tmp', 'a.1.tmp'];
  for (const name of names) writeFileSync(join(folder, name), '');
  new FileWriter().write(join(folder, 'a.yaml'), 'text');
  expect(readdirSync(folder).sort()).toEqual([...names, 'a.yaml'].sort());
});

test('writes no file whose temporary name somebody takes while it is at work', () => {
  const folder = makeFolder();
  const writer = new FileWriter();
  writer.write(join(folder, 'first'), '');
  writeFileSync(join(folder, 'target'), 'mine');
  symlinkSync('target', join(folder, `.a.yaml.${process.pid}.tmp`));
  expect(() => writer.write(join(folder, 'a.yaml'), 'text')).toThrow('cannot write');
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('mine');
});

test('leaves nothing behind where it cannot write', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'a.yaml'));
  expect(() => new FileWriter().write(join(folder, 'a.yaml'), 'text')).toThrow(`cannot write ${folder}/a.yaml`);
  expect(readdirSync(folder)).toEqual(['a.yaml']);
});
