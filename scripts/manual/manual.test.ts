import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeManual } from './write-manual.ts';

async function manual(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'manual-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const paths = await writeManual(folder);
  return new Map(await Promise.all(paths.map(async (path) => [basename(path), await readFile(path, 'utf8')] as const)));
}

test('there is a page for the program and one for each command', async () => {
  const pages = await manual();
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['stackset.1', 'stackset-render.1', 'stackset-traffic.1']));
  for (const page of pages.values()) expect(page).toMatch(/^\.TH "STACKSET/);
});

test('a page says what the help says', async () => {
  const page = (await manual()).get('stackset-render.1') ?? '';
  expect(page).toContain('stackset\\-render \\- Write the Stacks and all their children beside each StackSet, in place');
  expect(page).toContain('.TP\n.B \\-\\-check\nwrite nothing; print a diff and exit with 1 where a file would change');
  expect(page).toContain('$ stackset render \\-\\-check');
});

test('no line begins with a dot or a quote that is text', async () => {
  for (const page of (await manual()).values()) {
    for (const line of page.split('\n')) if (/^[.']/.test(line)) expect(line).toMatch(/^\.(TH|SH|TP|BR?|nf|fi)\b/);
  }
});
