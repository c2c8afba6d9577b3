import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

describe('the bundled command line', () => {
  it('begins a package, renders it, and finds it up to date', async () => {
    const cwd = await temporaryFolder();
    expect(await run(STACKSET, ['init', 'shop'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(STACKSET, ['render', '--check'], { cwd })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('+kind: Deployment'),
    });
    expect(await run(STACKSET, ['render'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(STACKSET, ['render', '--check'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('tells wrong use from a no', async () => {
    const cwd = await temporaryFolder();
    expect(await run(STACKSET, ['render', '--chek'], { cwd })).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await run(STACKSET, ['render', 'missing'], { cwd })).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('ends without a word where the reader wants no more', async () => {
    const cwd = await temporaryFolder();
    await run(STACKSET, ['init', 'shop'], { cwd });
    const { stdout, stderr } = await execa('sh', ['-c', '"$0" render --stdout | head -n 1', STACKSET], { cwd });
    expect({ stdout, stderr }).toEqual({ stdout: '---', stderr: '' });
  });

  it.runIf(process.platform === 'linux')('says so where the output cannot be written', async () => {
    const { exitCode, stderr } = await run('sh', ['-c', '"$0" --help > /dev/full', STACKSET]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/^error: cannot write the output: ENOSPC/) });
  });
});
