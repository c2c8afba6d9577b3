import { readFile } from 'node:fs/promises';

/** The version of a module that the `go.mod` in an engine's folder requires, such as `v1.35.4`. */
export async function pinnedVersion({ folder, module }: { readonly folder: string; readonly module: string }): Promise<string> {
  const lines = (await readFile(new URL(`${folder}/go.mod`, import.meta.url), 'utf8')).split('\n');
  const version = lines.map((line) => line.replace('require ', '').trim().split(' ')).find(([name]) => name === module)?.[1];
  if (version === undefined) throw new Error(`${folder}/go.mod does not require ${module}`);
  return version;
}
