import type { CommandContext } from '../cli/command-context.ts';
import { WrongUse } from '../cli/exit-code.ts';
import { NoClusterNamed } from '../kubernetes/connection/cluster-error.ts';
import type { BuildFolder } from '../package/build-folder.ts';
import { DUMP_COMMAND, type LiveReading, readLive, STDIN } from './read-live.ts';

/** What a plan is about. */
export interface PlanScope {
  /** Folders to look below for packages; where there are none, the live StackSets are planned. */
  readonly directories: readonly string[];
  readonly workingDirectory: string;
  readonly configFile?: string;
  /** See `ReadOptions.build`. */
  readonly build?: BuildFolder;
  /** Of the packages that name none. */
  readonly namespace?: string;
}

/** Where the live objects come from, by the options of a command line. */
export interface ObjectSource {
  readonly live?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

export interface PlanObjects extends LiveReading {
  readonly origin: 'dump' | 'cluster';
}

/** Reads live objects from a dump where one is named, else from a cluster. */
export async function readPlanObjects(scope: PlanScope, source: ObjectSource, context: CommandContext): Promise<PlanObjects> {
  if (source.live === undefined) return readFromCluster(scope, source, context);
  if (source.live === STDIN && context.stdin.isTTY) throw new WrongUse('--live - reads a dump from stdin, and this is a terminal');
  const stdin = context.stdin as AsyncIterable<Uint8Array | string>;
  return { ...(await readLive(source.live, context.workingDirectory, stdin)), origin: 'dump' };
}

async function readFromCluster(
  scope: PlanScope,
  { kubeconfig, context: name }: ObjectSource,
  context: CommandContext,
): Promise<PlanObjects> {
  const { readCluster } = await import('./read-cluster.ts');
  const { environment, workingDirectory } = context;
  const named = { ...(kubeconfig !== undefined && { kubeconfig }), ...(name !== undefined && { context: name }) };
  try {
    const { live, server } = await readCluster({ ...scope, choice: { ...named, prefer: 'kubeconfig', environment, workingDirectory } });
    context.stderr.write(`the cluster is ${server}\n`);
    return { live, origin: 'cluster', problems: [] };
  } catch (error) {
    throw error instanceof NoClusterNamed ? new WrongUse(withoutCluster(scope.directories)) : error;
  }
}

/** Without a cluster nothing is known of pods and routes, and a decision would be a guess. */
function withoutCluster(directories: readonly string[]): string {
  const needed = 'a plan needs to know what the cluster has, and there is no kubeconfig; make a dump with';
  return directories.length > 0
    ? `${needed} \`${DUMP_COMMAND.git}\` and name it: stackset plan ${directories.join(' ')} --live live.json`
    : `${needed} \`${DUMP_COMMAND.original}\` and name it: stackset plan --live live.json`;
}
