import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { waitUntil } from '../harness/wait-until.ts';
import { authorityOf, serverOf } from './control-plane.ts';
import { tokenOf } from './credentials.ts';
import type { Slot } from './slot.ts';

/** Waits until the API server says that it is ready; its controllers of namespaces, roles and CRDs have started then too. */
export async function untilApiAnswers(slot: Slot): Promise<void> {
  const ready = async (): Promise<boolean> => (await statusOf(`${serverOf(slot)}/readyz`, authorityOf(slot))) === 200;
  await waitUntil('the API server is ready', ready, { intervalMs: 50, timeoutMs: 120_000 });
}

async function statusOf(url: string, authority: string): Promise<number | undefined> {
  const ca = await readFile(authority);
  const headers = { authorization: `Bearer ${tokenOf('admin')}` };
  return new Promise((resolve, reject) => {
    const request = get(url, { ca, headers, agent: false, timeout: 2_000 }, (response) => resolve(response.resume().statusCode));
    request.on('error', reject).on('timeout', () => request.destroy(new Error('no answer within 2 s')));
  });
}
