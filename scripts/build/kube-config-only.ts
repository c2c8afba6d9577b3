import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

const CLIENT = '@kubernetes[\\\\/]client-node[\\\\/]dist[\\\\/]';

/**
 * Of @kubernetes/client-node only KubeConfig is used, which finds and refreshes credentials. It names two classes of the generated API
 * client; the index that it takes them from brings along 600 classes of models, which no bundler can leave out, for each fills a field of
 * its own when it is loaded. It also names `Headers` of node-fetch, which Node has built in. Measured in docs/adr/0039-an-own-watch.md.
 */
export const kubeConfigOnly: Plugin = {
  name: 'kube-config-only',
  setup({ onResolve, onLoad }) {
    onLoad({ filter: new RegExp(`${CLIENT}gen[\\\\/]index\\.js$`) }, ({ path }) => ({
      contents: "export { createConfiguration } from './configuration.js';\nexport { ServerConfiguration } from './servers.js';",
      resolveDir: dirname(path),
    }));
    onResolve({ filter: /^node-fetch$/ }, ({ importer, path }) =>
      new RegExp(CLIENT).test(importer) ? { path, namespace: 'built-in-fetch' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'built-in-fetch' }, () => ({
      contents: 'export const Headers = globalThis.Headers;\nexport default globalThis.fetch;',
    }));
  },
};
