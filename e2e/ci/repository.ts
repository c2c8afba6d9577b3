import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { STACKSET } from '../harness/built.ts';
import { run } from '../harness/run.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

/** What a pipeline checks out: one package below `apps`, rendered, and an empty cluster's dump in `live.json`. */
export async function checkedOut(): Promise<string> {
  const folder = await temporaryFolder();
  for (const args of [['init', 'apps/shop'], ['render']]) expect(await run(STACKSET, args, { cwd: folder })).toMatchObject({ exitCode: 0 });
  await writeFile(join(folder, 'live.json'), '[]');
  return folder;
}

/** As where somebody forgot to commit what the render wrote. */
export const makeStale = (folder: string): Promise<void> => rm(join(folder, 'apps/shop/stacks/shop-v1.yaml'));

/** A second package that no render takes. */
export async function breakIt(folder: string): Promise<void> {
  const text = 'apiVersion: zalando.org/v1\nkind: StackSet\nmetadata: {name: broken}\nspec: {stackTemplate: {spec: {replcias: 1}}}\n';
  await writeFile(join(folder, 'apps/broken.yaml'), text);
}
