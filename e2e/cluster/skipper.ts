import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { waitUntil } from '../harness/wait-until.ts';
import type { Cluster } from './cluster.ts';
import { authorityOf } from './control-plane.ts';
import { tokenOf } from './credentials.ts';

/** A Skipper that routes by the Ingresses, RouteGroups and EndpointSlices of a cluster. */
export interface Skipper {
  /** Where requests go, such as `http://127.0.0.1:20010`; the host header chooses the route. */
  readonly url: string;
  /** Its routing table, in its own language (eskip). */
  readonly routes: () => Promise<string>;
}

/**
 * How often Skipper reads the cluster, in milliseconds: its default is 3 s. It must be well below the time that an ended
 * pod goes on answering (3 s in `stages.yaml`), as in production.
 */
const POLL_MS = 500;

/** Where a cluster's Skipper is. */
export const skipperOf = ({ slot }: Cluster): Skipper => ({
  url: `http://127.0.0.1:${slot.ports + 10}`,
  routes: () => textOf(`http://127.0.0.1:${slot.ports + 11}/routes`),
});

/** Starts a cluster's Skipper and waits for its first routing table. It stops with the cluster. */
export async function startSkipper(cluster: Cluster): Promise<Skipper> {
  const { slot, folder, server } = cluster;
  const token = join(folder, 'skipper.token');
  await writeFile(token, tokenOf('admin'));
  const args = [
    `-address=127.0.0.1:${slot.ports + 10}`,
    `-support-listener=127.0.0.1:${slot.ports + 11}`,
    '-kubernetes',
    `-kubernetes-url=${server}`,
    `-kubernetes-token-file=${token}`,
    '-kubernetes-https-redirect=false',
    '-enable-kubernetes-endpointslices',
    `-source-poll-timeout=${POLL_MS}`,
    '-wait-first-route-load',
    '-access-log-disabled',
  ];
  // It takes no authority as an argument; Go reads this variable.
  await cluster.start({ name: 'skipper', args }, { SSL_CERT_FILE: authorityOf(slot) });
  const skipper = skipperOf(cluster);
  await waitUntil('Skipper answers', async () => (await skipper.routes()) !== undefined);
  return skipper;
}

async function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}
