import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { tool } from './harness/tool.ts';

const KUBECTL_COMPLETE = fileURLToPath(new URL('../bin/kubectl-complete.mjs', import.meta.url));

/** What npm installs, on PATH, in a folder with a package and a file. */
async function installed(): Promise<{ readonly cwd: string; readonly env: Readonly<Record<string, string>> }> {
  const cwd = await temporaryFolder();
  const bin = await temporaryFolder();
  await mkdir(join(cwd, 'apps'));
  await writeFile(join(cwd, 'file.yaml'), '');
  await symlink(STACKSET, join(bin, 'stackset'));
  await symlink(STACKSET, join(bin, 'kubectl-stackset'));
  await symlink(KUBECTL_COMPLETE, join(bin, 'kubectl_complete-stackset'));
  return { cwd, env: { PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter) } };
}

/** A command line as it is typed, and as it is after Tab. */
const LINES = [
  ['stackset val', 'stackset validate'],
  ['stackset render ap', 'stackset render apps'],
  ['stackset validate -o sa', 'stackset validate -o sarif'],
  ['stackset import fi', 'stackset import file.yaml'],
] as const;

test('bash', async () => {
  const script = `source <(stackset completion bash)
for line in "$@"; do
  read -r -a COMP_WORDS <<< "$line"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _stackset
  echo "\${COMP_WORDS[*]:0:COMP_CWORD} \${COMPREPLY[*]}"
done`;
  const { stdout } = await run('bash', ['-c', script, 'bash', ...LINES.map(([typed]) => typed)], await installed());
  expect(stdout.trimEnd().split('\n')).toEqual(LINES.map(([, completed]) => completed));
});

test('zsh, typed into a terminal', async () => {
  const place = await installed();
  const result = join(await temporaryFolder(), 'lines');
  const script = fileURLToPath(new URL('completion/zsh.zsh', import.meta.url));
  const { exitCode, stderr } = await run('zsh', ['-f', script, result, ...LINES.map(([typed]) => typed)], place);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = (await readFile(result, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/[ /]$/, ''))).toEqual(LINES.map(([, completed]) => completed));
});

test('fish', async () => {
  const script = `stackset completion fish | source; for line in $argv; complete -C $line; end`;
  const { stdout } = await run('fish', ['--no-config', '-c', script, ...LINES.map(([typed]) => typed)], await installed());
  const words = stdout.trimEnd().split('\n');
  expect(words.map((word) => word.split('\t')[0]?.replace(/\/$/, ''))).toEqual(LINES.map(([, completed]) => completed.split(' ').at(-1)));
});

test('kubectl runs it as a plugin, and completes it', async () => {
  const place = await installed();
  const kubectl = tool('kubectl');
  expect((await run(kubectl, ['plugin', 'list'], place)).stdout).toMatch(/kubectl-stackset$/m);
  expect((await run(kubectl, ['stackset', 'init', 'apps/shop'], place)).exitCode).toBe(0);
  expect((await run(kubectl, ['stackset', 'validate', 'apps'], place)).stdout).toBe('1 StackSet valid\n');
  expect((await run(kubectl, ['stackset', 'validate', 'nowhere'], place)).exitCode).toBe(1);
  const { stdout } = await run(kubectl, ['__complete', 'stackset', 'val'], place);
  expect(stdout).toMatch(/^validate\t.*\n:4\n/);
});
