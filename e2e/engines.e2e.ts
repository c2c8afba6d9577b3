import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ENGINES, givenEngineFolder } from './engines/engines.ts';
import { pinnedVersion } from './engines/pinned-version.ts';
import { run } from './harness/run.ts';
import { tool } from './harness/tool.ts';

describe('the engines', () => {
  it.for(ENGINES)('$name runs, in the version that its go.mod pins', async (engine) => {
    // Programs that someone brought along may be of another version.
    const version = givenEngineFolder() === undefined ? (await pinnedVersion(engine)).slice(1) : /\d+\.\d+|unknown|master/;
    if (!('versionArgs' in engine)) {
      expect((await readFile(tool(engine.name))).includes(`\t${engine.module}\t${await pinnedVersion(engine)}\t`)).toBe(true);
      return;
    }
    const { exitCode, stdout } = await run(tool(engine.name), engine.versionArgs);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(version) });
  });
});
