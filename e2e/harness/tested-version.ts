import { readFile } from 'node:fs/promises';

/** The version of a tool that docs/compatibility.md names, for tests with a tool that is the machine's. */
export async function testedVersion(tool: string): Promise<string> {
  const table = await readFile(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
  const version = table
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, name]) => name === tool)?.[2];
  if (version === undefined) throw new Error(`docs/compatibility.md has no row of ${tool}`);
  return version;
}
