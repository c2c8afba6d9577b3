import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argoCdDefinitions, argoCdRepoServer, argoCdSettings, kustomizationDefinition, routeGroupDefinition } from './definitions.ts';
import { ENGINES, engineFolder, givenEngineFolder } from './engines.ts';
import { runGo } from './go.ts';
import { pinnedVersion } from './pinned-version.ts';

type Engine = (typeof ENGINES)[number];

/**
 * Builds the engines that are not in the cache yet, one after another, with a progress line for each.
 * An engine is built anew when its pinned modules or its source change. Needs Go only where something is to be built.
 */
export async function buildEngines(report: (line: string) => void): Promise<void> {
  const folder = engineFolder();
  if (givenEngineFolder() !== undefined) {
    report(`engines: using ${folder} as it is`);
  } else {
    await mkdir(folder, { recursive: true });
    for (const engine of ENGINES) await buildEngine(engine, folder, report);
  }
  // Only some tests need them, and say so themselves where they are missing.
  for (const definition of [routeGroupDefinition, argoCdDefinitions, argoCdRepoServer, argoCdSettings, kustomizationDefinition]) {
    report(`definitions: ${await definition().catch((error: Error) => error.message)}`);
  }
}

async function buildEngine(engine: Engine, folder: string, report: (line: string) => void): Promise<void> {
  const source = fileURLToPath(new URL(engine.folder, import.meta.url));
  const binary = join(folder, engine.name);
  const stampFile = `${binary}.stamp`;
  const flags = await linkerFlags(engine);
  const stamp = await stampOf([engine.goPackage, ...flags], source);
  if ((await exists(binary)) && (await readFile(stampFile, 'utf8').catch(() => undefined)) === stamp) {
    report(`${engine.name}: present, ${binary}`);
    return;
  }
  report(`${engine.name}: building (the first time takes minutes)`);
  const started = performance.now();
  const unfinished = `${binary}.${process.pid}`;
  // Without cgo a machine needs no C compiler; kpt's WebAssembly runtime, the one part that wants cgo, is not used.
  const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', ...flags, '-o', unfinished, engine.goPackage];
  await runGo(args, source, `${engine.name} could not be built`);
  await rename(unfinished, binary);
  await writeFile(stampFile, stamp);
  report(`${engine.name}: built in ${Math.round((performance.now() - started) / 1000)} s, ${binary}`);
}

/** Programs whose version is set by the linker are linked without debugging tables too: they are large. */
async function linkerFlags(engine: Engine): Promise<readonly string[]> {
  if (!('versionVariable' in engine)) return [];
  return ['-ldflags', `-s -w -X ${engine.versionVariable}=${await pinnedVersion(engine)}`];
}

/** Changes with the platform, what is built and how, and every file of the engine's module. */
async function stampOf(build: readonly string[], source: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${build.join(' ')}\n`);
  for (const name of (await readdir(source)).sort()) hash.update(`${name}\n`).update(await readFile(join(source, name)));
  return hash.digest('hex');
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
