import { DEFAULT_SYNC_SETTINGS } from '../../core/schema/sync-config/defaults.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { WrongUse } from '../cli/exit-code.ts';
import { NoClusterNamed } from '../kubernetes/connection/cluster-error.ts';
import { DUMP_COMMAND, type LiveReading, readLive, STDIN } from '../plan/read-live.ts';

/** Where the live objects come from, by the options of the command line. */
export interface StatusObjectSource {
  readonly live?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly wait?: boolean;
}

/** Reads live objects from a dump where one is named, else from a cluster. Throws where a cluster cannot be read. */
export async function readStatusObjects(
  directories: readonly string[],
  source: StatusObjectSource,
  context: CommandContext,
): Promise<LiveReading> {
  if (source.live === undefined) return readFromCluster(directories, source, context);
  if (source.live === STDIN && context.stdin.isTTY) throw new WrongUse('--live - reads a dump from stdin, and this is a terminal');
  if (source.live === STDIN && source.wait) throw new WrongUse('--wait looks again and again, and stdin can be read only once');
  return readLive(source.live, context.workingDirectory, context.stdin as AsyncIterable<Uint8Array | string>);
}

async function readFromCluster(
  directories: readonly string[],
  { kubeconfig, context: name, namespace }: StatusObjectSource,
  { environment, workingDirectory }: CommandContext,
): Promise<LiveReading> {
  const { readCluster } = await import('../plan/read-cluster.ts');
  const named = { ...(kubeconfig !== undefined && { kubeconfig }), ...(name !== undefined && { context: name }) };
  try {
    const { live } = await readCluster({
      directories: directories.length > 0 ? directories : ['.'],
      workingDirectory,
      argoCDNamespace: DEFAULT_SYNC_SETTINGS.delivery.argoCDNamespace,
      ...(namespace !== undefined && { namespace }),
      choice: { ...named, prefer: 'kubeconfig', environment, workingDirectory },
    });
    return { live, problems: [] };
  } catch (error) {
    throw error instanceof NoClusterNamed ? new WrongUse(WITHOUT_CLUSTER) : error;
  }
}

const WITHOUT_CLUSTER = `a status needs to know what the cluster has, and there is no kubeconfig; make a dump with \`${DUMP_COMMAND.git}\` and name it: stackset status --live live.json`;
