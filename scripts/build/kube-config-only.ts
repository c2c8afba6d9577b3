import type { Plugin } from 'esbuild';

const PACKAGE = /[\\/]@kubernetes[\\/]client-node[\\/]dist[\\/]/;

/**
 * Of @kubernetes/client-node only KubeConfig is used, which finds and refreshes credentials. It names two classes of the generated API
 * client, whose 600 model classes a bundler keeps, for each fills a field of its own when it is loaded; nothing needs that, so what is
 * not named may go. It also names `Headers` of node-fetch, which Node has built in. Measured in docs/adr/0039-an-own-watch.md.
 */
export const kubeConfigOnly: Plugin = {
  name: 'kube-config-only',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === kubeConfigOnly || !PACKAGE.test(importer)) return undefined;
      const { path: file, errors } = await resolve(path, { resolveDir, kind, pluginData: kubeConfigOnly });
      return errors.length > 0 ? { errors } : { path: file, sideEffects: false };
    });
    onResolve({ filter: /^node-fetch$/ }, ({ importer, path }) =>
      PACKAGE.test(importer) ? { path, namespace: 'built-in-fetch' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'built-in-fetch' }, () => ({
      contents: 'export const Headers = globalThis.Headers;\nexport default globalThis.fetch;',
    }));
  },
};
