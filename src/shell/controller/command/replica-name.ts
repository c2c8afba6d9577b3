import { randomBytes } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import { hostname } from 'node:os';

/**
 * The name of this process in the Lease: different for each one, and with the pod's address where that is known, so that the others can
 * send webhooks on to it.
 * @param environment POD_IP is set by the Deployment: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function replicaName({ POD_IP = '' }: Readonly<Record<string, string | undefined>>): string {
  const name = `${hostname()}_${randomBytes(4).toString('hex')}`;
  return isIP(POD_IP) === 0 ? name : `${name}_${POD_IP}`;
}

/** The webhook of the replica of a name; undefined where the name does not say its address. */
export function webhookOf(name: string | undefined, port: number): URL | undefined {
  const address = name?.split('_').at(-1) ?? '';
  if (isIP(address) === 0) return undefined;
  return new URL(`http://${isIPv6(address) ? `[${address}]` : address}:${port}/webhook`);
}
