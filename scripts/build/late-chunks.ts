import { posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type OutputFile, type Plugin, transform } from 'esbuild';
import { kubeConfigOnly } from './kube-config-only.ts';

/** What is imported late, as text by name. */
type Chunks = ReadonlyMap<string, string>;

/**
 * Bundles a program into one ES module in which `await import(…)` costs next to nothing until it runs. esbuild alone, without
 * splitting, defers evaluation, but V8 still parses all that is inlined. So the program is split, and the chunks stand in a comment
 * at the end of the file, from where `require-chunk.ts` compiles each when it is asked for; a module that several chunks share is
 * still one module. Measured in docs/adr/0001-one-file-that-starts-fast.md.
 */
export async function bundleWithLateChunks(entry: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: { main: entry },
    outdir: '/',
    bundle: true,
    format: 'esm',
    splitting: true,
    write: false,
    plugins: [lateChildProcess, namedExportsOfLatePackages, kubeConfigOnly],
  });
  const main = outputFiles.find(({ path }) => posix.basename(path) === 'main.js');
  if (main === undefined) throw new Error(`esbuild made no output for ${entry}`);
  const chunks = await Promise.all(outputFiles.filter((file) => file !== main).map((file) => compileChunk(file, options)));
  return link(main.text, new Map(chunks), options);
}

/** To a CommonJS module: the only kind that can be compiled from text at once. It is bundled already. */
async function compileChunk({ path, text }: OutputFile, options: BuildOptions): Promise<readonly [string, string]> {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    minifyWhitespace: options.minifyWhitespace ?? false,
    supported: { 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'error' },
  });
  return [`./${posix.basename(path)}`, code];
}

/** CommonJS packages ask for Node's own modules with `require`, which an ES module does not have. */
const BANNER = `#!/usr/bin/env node
import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/** The main program, with its imports of chunks turned into calls of `requireChunk`, and the chunks below it. */
async function link(main: string, chunks: Chunks, options: BuildOptions): Promise<string> {
  const { comment, places } = layOut(chunks);
  const { outputFiles } = await build({
    ...options,
    keepNames: false,
    stdin: { contents: main },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [chunkImports(chunks)],
    banner: { js: BANNER },
    define: { CHUNK_PLACES: JSON.stringify(places), CHUNKS_LENGTH: String(Buffer.byteLength(comment)) },
  });
  const program = outputFiles.map(({ text }) => text).join('');
  return chunks.size === 0 ? program : `${program}${comment}`;
}

function chunkImports(chunks: Chunks): Plugin {
  const loader = JSON.stringify(fileURLToPath(new URL('require-chunk.ts', import.meta.url)));
  return {
    name: 'chunk-imports',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) => (chunks.has(path) ? { path, namespace: 'chunk' } : undefined));
      onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: `module.exports = require(${loader}).requireChunk(${JSON.stringify(path)});`,
        resolveDir: '/',
      }));
    },
  };
}

/** The comment that holds the chunks, and where in it each one starts and ends, in bytes. */
function layOut(chunks: Chunks): { readonly comment: string; readonly places: Readonly<Record<string, readonly [number, number]>> } {
  const places: Record<string, readonly [number, number]> = {};
  let comment = '/*';
  for (const [name, text] of chunks) {
    if (text.includes('*~/')) throw new Error(`${name} contains "*~/", which stands for the end of a comment`);
    const start = Buffer.byteLength(comment);
    comment += text.replaceAll('*/', '*~/');
    places[name] = [start, Buffer.byteLength(comment)];
  }
  return { comment: `${comment}*/\n`, places };
}

/** commander loads child_process, and with it Node's network, for subcommands that are programs of their own; we have none. */
const lateChildProcess: Plugin = {
  name: 'late-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ kind, importer, path }) =>
      kind === 'require-call' && importer.includes('/commander/') ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `const load = () => require(${JSON.stringify(path)});\nexports.spawn = (...args) => load().spawn(...args);`,
    }));
  },
};

/**
 * A CommonJS package that is imported late keeps its names. esbuild cannot know them, and a chunk of it has a default export only;
 * so they are asked of the package itself.
 */
const namedExportsOfLatePackages: Plugin = {
  name: 'named-exports-of-late-packages',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined;
      const { path: file, errors } = await resolve(path, { resolveDir, kind: 'import-statement' });
      return errors.length > 0 ? { errors } : { path: file, namespace: 'late-package' };
    });
    onLoad({ filter: /.*/, namespace: 'late-package' }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href)).filter((name) => name !== 'module.exports');
      return { contents: `export { ${names.join(', ')} } from ${JSON.stringify(path)};`, resolveDir: '/' };
    });
  },
};
