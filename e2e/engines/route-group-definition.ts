import { access, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES, engineCache, givenEngineFolder } from './engines.ts';
import { runGo } from './go.ts';
import { pinnedVersion } from './pinned-version.ts';

/**
 * The path of the CRD of RouteGroups, which Skipper's module brings along. It is kept in the cache beside the programs;
 * in a given folder it can have the name `routegroups_crd.yaml`. Otherwise Go fetches the module.
 */
export async function routeGroupDefinition(): Promise<string> {
  const skipper = ENGINES.find(({ name }) => name === 'skipper');
  if (skipper === undefined) throw new Error('no skipper');
  const cached = join(engineCache(), `routegroups_crd.${await pinnedVersion(skipper)}.yaml`);
  const given = givenEngineFolder();
  const present = [...(given === undefined ? [] : [join(given, 'routegroups_crd.yaml')]), cached];
  for (const path of present) if (await exists(path)) return path;
  const folder = fileURLToPath(new URL(skipper.folder, import.meta.url));
  await runGo(['mod', 'download', skipper.module], folder, 'Skipper’s module could not be fetched');
  const module = await runGo(['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', skipper.module], folder, 'Skipper’s module was not found');
  await mkdir(engineCache(), { recursive: true });
  await copyFile(join(module.trim(), 'dataclients/kubernetes/deploy/apply/routegroups_crd.yaml'), cached);
  return cached;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
