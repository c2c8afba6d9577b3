import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExecaError, execa } from 'execa';
import { ENGINES, engineFolder, givenEngineFolder } from './engines.ts';

type Engine = (typeof ENGINES)[number];

/**
 * Builds the engines that are not in the cache yet, one after another, with a progress line for each.
 * An engine is built anew when its pinned modules or its source change. Needs Go only where something is to be built.
 */
export async function buildEngines(report: (line: string) => void): Promise<void> {
  const folder = engineFolder();
  if (givenEngineFolder() !== undefined) {
    report(`engines: using ${folder} as it is`);
    return;
  }
  await mkdir(folder, { recursive: true });
  for (const engine of ENGINES) await buildEngine(engine, folder, report);
}

async function buildEngine(engine: Engine, folder: string, report: (line: string) => void): Promise<void> {
  const source = fileURLToPath(new URL(engine.name, import.meta.url));
  const binary = join(folder, engine.name);
  const stampFile = `${binary}.stamp`;
  const stamp = await stampOf(engine, source);
  if ((await readOrNothing(binary)) && (await readOrNothing(stampFile))?.toString() === stamp) {
    report(`${engine.name}: present, ${binary}`);
    return;
  }
  report(`${engine.name}: building (the first time takes a minute or two)`);
  const started = performance.now();
  const unfinished = `${binary}.${process.pid}`;
  await goBuild(engine, source, unfinished);
  await rename(unfinished, binary);
  await writeFile(stampFile, stamp);
  report(`${engine.name}: built in ${Math.round((performance.now() - started) / 1000)} s, ${binary}`);
}

async function goBuild(engine: Engine, cwd: string, output: string): Promise<void> {
  try {
    // Without cgo a machine needs no C compiler; kpt's WebAssembly runtime, the one part that wants cgo, is not used.
    const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', output, engine.goPackage];
    await execa('go', args, { cwd, stdin: 'ignore', env: { CGO_ENABLED: '0', GOWORK: 'off' } });
  } catch (cause) {
    const noGo = cause instanceof ExecaError && cause.code === 'ENOENT';
    const remedy = noGo ? 'install Go 1.24 or newer, or name a folder that has it in STACKSET_E2E_BIN' : 'see the compiler’s message';
    throw new Error(`${engine.name} could not be built: ${remedy}`, { cause });
  }
}

/** Changes with the platform, the package and every file of the engine's module. */
async function stampOf(engine: Engine, source: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${engine.goPackage}\n`);
  for (const name of (await readdir(source)).sort()) hash.update(`${name}\n`).update(await readFile(join(source, name)));
  return hash.digest('hex');
}

const readOrNothing = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined);
