import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { bundleWithLateChunks } from './late-chunks.ts';

interface Bundle {
  readonly entry: string;
  /** Below the output folder. */
  readonly output: string;
}

const BUNDLES: readonly Bundle[] = [
  { entry: 'src/shell/cli/main.ts', output: 'stackset.mjs' },
  { entry: 'functions/render/main.ts', output: 'functions/render.mjs' },
  { entry: 'src/shell/comment/main.ts', output: 'comment.mjs' },
];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** White space costs parse time at every start; identifiers keep their names for stack traces. */
const OPTIONS: BuildOptions = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Bundles every program into one executable file below `folder`, seen from the project; returns their absolute paths. */
export async function bundleAll(folder: string): Promise<readonly string[]> {
  return Promise.all(BUNDLES.map(({ entry, output }) => bundle(join(root, entry), resolve(root, folder, output))));
}

/** Bundles one program into one executable file. Whoever runs the file meanwhile runs the old or the new one, whole. */
export async function bundle(entry: string, output: string): Promise<string> {
  const text = await bundleWithLateChunks(entry, OPTIONS);
  const foreign = /[^\0-\x7F]/.exec(text);
  // One such character doubles what V8 holds and scans: measured, a tenth of the start of a small command.
  if (foreign) throw new Error(`${entry}: write ${JSON.stringify(text.slice(foreign.index - 40, foreign.index + 10))} with an escape`);
  const unfinished = `${output}.${process.pid}`;
  await mkdir(dirname(output), { recursive: true });
  await writeFile(unfinished, text);
  await chmod(unfinished, 0o755);
  await rename(unfinished, output);
  return output;
}
