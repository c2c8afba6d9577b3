import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ENGINES, givenEngineFolder } from './engines/engines.ts';
import { run } from './harness/run.ts';
import { tool } from './harness/tool.ts';

const MODULES = { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5', kpt: 'github.com/kptdev/kpt' } as const;

describe('the engines', () => {
  it.for(ENGINES)('$name runs, in the version that its go.mod pins', async ({ name }) => {
    const goMod = await readFile(new URL(`engines/${name}/go.mod`, import.meta.url), 'utf8');
    const pinned = goMod.match(new RegExp(`${MODULES[name]} (v\\S+)`))?.[1];
    // Programs that someone brought along may be of another version.
    const version = givenEngineFolder() === undefined ? pinned : expect.stringMatching(/\d+\.\d+/);
    const { exitCode, stdout } = await run(tool(name), ['version']);
    expect({ exitCode, version: stdout.trim() }).toEqual({ exitCode: 0, version });
  });
});
