import { access, copyFile, mkdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES, type EngineName, engineCache, givenEngineFolder } from './engines.ts';
import { runGo } from './go.ts';
import { pinnedVersion } from './pinned-version.ts';

/**
 * The path of a copy of a file that an engine's module brings along, such as a CRD. It is kept in the cache beside the programs;
 * in a given folder it can be under its own name. Otherwise Go fetches the module.
 * @param path of the file in the module
 */
export async function moduleFile(name: EngineName, path: string): Promise<string> {
  const engine = ENGINES.find((candidate) => candidate.name === name);
  if (engine === undefined) throw new Error(`no engine ${name}`);
  const [file, type] = [basename(path), extname(path)];
  const cached = join(engineCache(), `${basename(file, type)}.${await pinnedVersion(engine)}${type}`);
  const given = givenEngineFolder();
  const present = [...(given === undefined ? [] : [join(given, file)]), cached];
  for (const candidate of present) if (await exists(candidate)) return candidate;
  const folder = fileURLToPath(new URL(engine.folder, import.meta.url));
  await runGo(['mod', 'download', engine.module], folder, `the module of ${name} could not be fetched`);
  const module = await runGo(
    ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', engine.module],
    folder,
    `the module of ${name} was not found`,
  );
  await mkdir(engineCache(), { recursive: true });
  await copyFile(join(module.trim(), path), cached);
  return cached;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
