import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cluster } from '../cluster/cluster.ts';
import { kustomizationDefinition } from '../engines/definitions.ts';
import { waitUntil } from '../harness/wait-until.ts';

/** Where Flux keeps its sources and Kustomizations. */
export const FLUX_NAMESPACE = 'flux-system';

const SOURCES = fileURLToPath(new URL('sources.yaml', import.meta.url));

interface FluxOptions {
  /** As `--feature-gates` has them. */
  readonly featureGates?: readonly string[];
}

/** Starts Flux's kustomize-controller on a cluster, with which it ends. Sources are not its part: see `GitSource`. */
export async function startFlux(cluster: Cluster, { featureGates = [] }: FluxOptions = {}): Promise<void> {
  const home = join(cluster.folder, 'flux');
  await mkdir(home);
  await cluster.kubectl(['create', 'namespace', FLUX_NAMESPACE]);
  await cluster.kubectl(['apply', '--server-side', '-f', await kustomizationDefinition(), '-f', SOURCES]);
  const kinds = 'kustomizations.kustomize.toolkit.fluxcd.io,gitrepositories,ocirepositories,buckets';
  await waitUntil('Kustomizations can be made', () => cluster.kubectl(['get', kinds, '--namespace', FLUX_NAMESPACE]));
  const [metrics, health] = [cluster.slot.ports + 30, cluster.slot.ports + 31];
  await cluster.start(
    {
      name: 'kustomize-controller',
      args: [
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--health-addr=127.0.0.1:${health}`,
        ...(featureGates.length > 0 ? [`--feature-gates=${featureGates.join(',')}`] : []),
      ],
    },
    { KUBECONFIG: cluster.kubeconfig, RUNTIME_NAMESPACE: FLUX_NAMESPACE, TMPDIR: home },
  );
  const ready = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok;
  await waitUntil('kustomize-controller is ready', ready, { timeoutMs: 120_000 });
}
