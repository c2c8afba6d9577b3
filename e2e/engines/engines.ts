import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program of others that end-to-end tests run, built from the Go module in the folder of its name. */
interface Engine {
  readonly name: string;
  /** What `go build` is given, seen from that folder. */
  readonly goPackage: string;
}

export const ENGINES = [
  { name: 'kustomize', goPackage: 'sigs.k8s.io/kustomize/kustomize/v5' },
  { name: 'kpt', goPackage: '.' },
] as const satisfies readonly Engine[];

export type EngineName = (typeof ENGINES)[number]['name'];

/** A folder that already has the programs; they are used as they are, and nothing is built. */
export const givenEngineFolder = (): string | undefined => process.env.STACKSET_E2E_BIN || undefined;

/** Where the programs are: the given folder, or the cache outside the checkout, so that only a machine's first run builds them. */
export function engineFolder(): string {
  const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return givenEngineFolder() ?? (process.env.STACKSET_E2E_CACHE || join(cacheHome, 'stackset-gitops', 'e2e', 'bin'));
}
