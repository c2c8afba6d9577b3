import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type EngineName, engineFolder } from '../engines/engines.ts';

/** The path of a built engine. The e2e configuration builds all of them before the first test. */
export function tool(name: EngineName): string {
  const path = join(engineFolder(), name);
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new Error(`${name} is not in ${engineFolder()}: run \`npm run e2e:engines\`, or look at STACKSET_E2E_BIN`, { cause });
  }
  return path;
}
