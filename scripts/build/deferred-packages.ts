import { type BuildOptions, build, type Plugin } from 'esbuild';

/**
 * Makes `await import('package')` cost nothing until it runs: the package is bundled on its own and kept as text, which V8
 * compiles only when asked. esbuild alone defers evaluation, but V8 still parses what is inlined; see docs/adr on start-up time.
 * Only for packages, which share no module with our own code; our own modules stay part of the one bundle.
 */
export function deferredPackages(options: BuildOptions): Plugin {
  return {
    name: 'deferred-packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^./]/ }, ({ kind, path, resolveDir }) =>
        kind === 'dynamic-import' && !path.startsWith('node:') ? { path, namespace: 'deferred', pluginData: resolveDir } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'deferred' }, async ({ path, pluginData }) => {
        const source = JSON.stringify(await bundlePackage(path, pluginData, options));
        return { contents: `new Function('require', 'module', ${source})(require, module);`, loader: 'js' };
      });
    },
  };
}

async function bundlePackage(name: string, resolveDir: string, options: BuildOptions): Promise<string> {
  const stdin = { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir };
  const { outputFiles } = await build({ ...options, stdin, bundle: true, format: 'cjs', write: false });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made no output for ${name}`);
  return output.text;
}
