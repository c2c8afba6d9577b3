import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';

/** The shortest limit for a socket's path among the systems that run Node (macOS), its closing zero left out. */
const LONGEST_SOCKET_PATH = 103;

/**
 * A sign of life that ends with this process, however it ends: a Unix socket that is listened at. Unlike a process id in a file it is
 * right across containers and after a restart, when ids come again.
 */
export function showLife(path: string): Promise<Server> {
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH) {
    throw new Error(`${path} is too long for a socket (${LONGEST_SOCKET_PATH} bytes): choose a cache folder with a shorter path.`);
  }
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (cause) => reject(new Error(`The cache folder cannot hold the socket ${path}.`, { cause })));
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Whether a process listens there. A socket that nobody listens at any more is taken away. */
export async function isAlive(path: string): Promise<boolean> {
  const alive = await new Promise<boolean>((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true));
    // A full backlog (EAGAIN) is a sign of life as well.
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'));
    socket.once('close', () => socket.destroy());
  });
  if (!alive) await unlink(path).catch(() => undefined);
  return alive;
}
