import type { Git } from './git.ts';

const NEWLINE = 10;

/** The contents of some objects, by id, in one run of git. One that the repository does not have is missing. */
export async function readBlobs(git: Git, ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...new Set(ids)];
  const blobs = new Map<string, Buffer>();
  if (wanted.length === 0) return blobs;
  const answer = await git.bytes(['cat-file', '--batch'], wanted.map((id) => `${id}\n`).join(''));
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(NEWLINE, at);
    const [id = '', type = '', size = ''] = answer.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (type === 'missing') continue;
    const length = Number(size);
    if (type === 'blob') blobs.set(id, answer.subarray(at, at + length));
    at += length + 1;
  }
  return blobs;
}
