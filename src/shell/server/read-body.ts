import type { IncomingMessage } from 'node:http';

/** The whole body, or that it is larger than `limit` bytes; then the rest of it is not kept. Rejects where the client goes away. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'too-large';
  const chunks: Buffer[] = [];
  let size = 0;
  // A request left in the middle is not destroyed, so that its answer still gets out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
