import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { ClusterError } from './cluster-error.ts';

/** How long an answer of a credential plugin, and certificates read from files, are used before they are asked for again. */
const KEPT_MILLISECONDS = 30_000;

/** A credential plugin may ask its provider over the network, but no person. */
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * What a request needs to be let in: headers and TLS settings of a kubeconfig. Kept for half a minute, since a plugin whose answer has no
 * expiry would be run for each request otherwise; dropped when the API server refuses them.
 */
export class Credentials {
  readonly #config: KubeConfig;
  #kept: { readonly options: Promise<RequestOptions>; readonly until: number } | undefined;

  constructor(config: KubeConfig) {
    this.#config = config;
  }

  options(): Promise<RequestOptions> {
    const now = performance.now();
    if (this.#kept === undefined || now >= this.#kept.until) {
      const options = this.#ask();
      this.#kept = { options, until: now + KEPT_MILLISECONDS };
      options.catch(() => this.drop());
    }
    return this.#kept.options;
  }

  drop(): void {
    this.#kept = undefined;
  }

  async #ask(): Promise<RequestOptions> {
    const options: RequestOptions = { headers: {} };
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ClusterError('the credentials of the kubeconfig did not come in 30 seconds')),
        TIMEOUT_MILLISECONDS,
      );
    });
    try {
      await Promise.race([this.#config.applyToHTTPSOptions(options), tooLate]);
      return options;
    } catch (error) {
      throw error instanceof ClusterError
        ? error
        : new ClusterError(`the credentials of the kubeconfig are not to be had: ${reasonFor(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The first line of what a plugin says; what it printed instead of a credential may be one, and a parser's message quotes it. */
function reasonFor(error: unknown): string {
  if (error instanceof SyntaxError) return 'the plugin printed no ExecCredential';
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0]?.slice(0, 200) || 'the plugin failed and said nothing';
}
