import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { deferredPackages } from './deferred-packages.ts';

interface Bundle {
  readonly entry: string;
  /** Below the output folder. */
  readonly output: string;
}

const BUNDLES: readonly Bundle[] = [
  { entry: 'src/shell/cli/main.ts', output: 'stackset.mjs' },
  { entry: 'functions/render/main.ts', output: 'functions/render.mjs' },
];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** White space costs parse time at every start; names stay for stack traces. */
const options: BuildOptions = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  keepNames: true,
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** CommonJS packages ask for Node's own modules with `require`, which an ES module does not have. */
const banner = `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

/** Bundles every program into one executable file below `folder`, seen from the project; returns their absolute paths. */
export async function bundleAll(folder: string): Promise<readonly string[]> {
  return Promise.all(BUNDLES.filter(({ entry }) => existsSync(join(root, entry))).map((bundle) => bundleOne(bundle, folder)));
}

async function bundleOne({ entry, output }: Bundle, folder: string): Promise<string> {
  const outfile = resolve(root, folder, output);
  await build({
    ...options,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    banner: { js: banner },
    plugins: [deferredPackages(options)],
  });
  await chmod(outfile, 0o755);
  return outfile;
}
