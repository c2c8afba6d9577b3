import { readFileSync } from 'node:fs';
import type { LeaderElectionSettings } from '../../../core/model/sync-config.ts';
import { WrongUse } from '../../cli/exit-code.ts';
import type { ApiConnection } from '../../kubernetes/connection/api-connection.ts';
import { electLeader, type Leadership } from '../../kubernetes/lease/elect-leader.ts';
import { replicaName } from './replica-name.ts';

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** A controller without replicas: nobody else acts. */
const ALWAYS_LEADER: Leadership = {
  isLeader: () => true,
  holder: () => undefined,
  onChange: () => () => undefined,
  close: async () => undefined,
};

/** Takes part in an election where the settings say so, or leave it open and this process runs in a pod. */
export function takePart(
  { enabled, namespace, name }: LeaderElectionSettings,
  api: ApiConnection,
  environment: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
): Leadership {
  const isPod = environment.KUBERNETES_SERVICE_HOST !== undefined;
  if (!(enabled ?? isPod)) return ALWAYS_LEADER;
  const lease = { namespace: namespace ?? ownNamespace(), name };
  return electLeader({ api, lease, identity: replicaName(environment), random: Math.random, warn });
}

function ownNamespace(): string {
  try {
    return readFileSync(NAMESPACE_FILE, 'utf8').trim();
  } catch {
    throw new WrongUse('spec.leaderElection.namespace is missing, and outside of a pod nothing else says where the Lease is');
  }
}
