import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import type { FileChange } from '../../package/render-plan.ts';
import { formatDiff } from './format-diff.ts';
import { COLOURED, PLAIN } from './style.ts';

const CHANGES: readonly FileChange[] = [
  { action: 'create', path: 'new.yaml', before: '', after: 'kind: Stack\n' },
  { action: 'update', path: 'edited.yaml', before: 'a: 1\n@@ b\n--- c\n', after: 'a: 2\n@@ b\n--- c\n' },
  { action: 'remove', path: 'gone.yaml', before: 'kind: Stack\nno: newline' },
];

test('changes are one patch in the form of Git', async () => {
  expect(await formatDiff(CHANGES, PLAIN)).toBe(`diff --git a/new.yaml b/new.yaml
new file mode 100644
--- /dev/null
+++ b/new.yaml
@@ -0,0 +1,1 @@
+kind: Stack
diff --git a/edited.yaml b/edited.yaml
--- a/edited.yaml
+++ b/edited.yaml
@@ -1,3 +1,3 @@
-a: 1
+a: 2
 @@ b
 --- c
diff --git a/gone.yaml b/gone.yaml
deleted file mode 100644
--- a/gone.yaml
+++ /dev/null
@@ -1,2 +0,0 @@
-kind: Stack
-no: newline
\\ No newline at end of file
`);
});

test('git apply makes the same files of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'diff-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const { path, before, action } of CHANGES) if (action !== 'create') await writeFile(join(folder, path), before);
  await execa('git', ['apply'], { cwd: folder, input: await formatDiff(CHANGES, PLAIN) });
  expect(await readFile(join(folder, 'new.yaml'), 'utf8')).toBe('kind: Stack\n');
  expect(await readFile(join(folder, 'edited.yaml'), 'utf8')).toBe('a: 2\n@@ b\n--- c\n');
  await expect(readFile(join(folder, 'gone.yaml'))).rejects.toThrow('ENOENT');
});

test('on a terminal headers are bold, and a line of a file that looks like one is not', async () => {
  const lines = (await formatDiff(CHANGES.slice(1, 2), COLOURED)).split('\n');
  expect(lines.slice(0, 3).every((line) => line.startsWith('\u001B[1m'))).toBe(true);
  expect(lines.slice(3)).toEqual([
    '\u001B[36m@@ -1,3 +1,3 @@\u001B[39m',
    '\u001B[31m-a: 1\u001B[39m',
    '\u001B[32m+a: 2\u001B[39m',
    ' @@ b',
    ' --- c',
    '',
  ]);
});

test('no changes are no text', async () => expect(await formatDiff([], PLAIN)).toBe(''));
