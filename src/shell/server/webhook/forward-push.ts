import { type IncomingHttpHeaders, request } from 'node:http';
import { SENDER_HEADERS } from './verify-sender.ts';

/** Marks what another replica has sent on, so that no two send it to each other. In lower case, as Node gives headers. */
export const FORWARDED_HEADER = 'x-stackset-forwarded';

/** A pod next door answers in milliseconds, and the Git server waits meanwhile. */
const TIMEOUT = 3000;

/**
 * Sends a webhook on to the replica that leads, byte for byte, so that it can look at the signature itself.
 * @returns the status of its answer; undefined where there is none, and the leader finds the push by polling
 */
export async function forwardPush(leader: URL, headers: IncomingHttpHeaders, body: Buffer): Promise<number | undefined> {
  const kept = ['content-type', ...SENDER_HEADERS].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const options = { method: 'POST', timeout: TIMEOUT, headers: { ...Object.fromEntries(kept), [FORWARDED_HEADER]: 'true' }, agent: false };
  return new Promise((resolve) => {
    const sent = request(leader, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}
