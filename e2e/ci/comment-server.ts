import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface Comment {
  readonly id: number;
  body: string;
}

/** How GitHub and GitLab differ, as far as comments go. */
interface Dialect {
  readonly list: RegExp;
  readonly one: RegExp;
  readonly updateMethod: string;
  readonly isAllowed: (request: IncomingMessage) => boolean;
}

const DIALECTS: Readonly<Record<'github' | 'gitlab', Dialect>> = {
  github: {
    list: /^\/repos\/example\/apps\/issues\/7\/comments$/,
    one: /^\/repos\/example\/apps\/issues\/comments\/(\d+)$/,
    updateMethod: 'PATCH',
    isAllowed: ({ headers }) => headers.authorization === 'Bearer secret-token',
  },
  gitlab: {
    list: /^\/projects\/42\/merge_requests\/7\/notes$/,
    one: /^\/projects\/42\/merge_requests\/7\/notes\/(\d+)$/,
    updateMethod: 'PUT',
    isAllowed: ({ headers }) => headers['private-token'] === 'secret-token',
  },
};

/** The comments of request 7, as a forge's API has them; other people's fill the first page. */
export interface CommentServer {
  readonly url: string;
  /** Bodies of the comments that were written here, in their order. */
  readonly written: () => readonly string[];
}

const STRANGERS = 103;

/** Answers until the running test ends. */
export async function startCommentServer(forge: keyof typeof DIALECTS): Promise<CommentServer> {
  const comments: Comment[] = Array.from({ length: STRANGERS }, (_, index) => ({ id: index + 1, body: `Nice, part ${index}` }));
  const server = createServer(async (request, response) => {
    const { status, content } = await answer(request, comments, DIALECTS[forge]);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  });
  const url = await listen(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url, written: () => comments.slice(STRANGERS).map(({ body }) => body) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(request: IncomingMessage, comments: Comment[], dialect: Dialect): Promise<{ status: number; content: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  if (!dialect.isAllowed(request)) return { status: 403, content: { message: 'Resource not accessible by integration' } };
  if (dialect.list.test(pathname) && request.method === 'GET') {
    const [size, page] = [Number(searchParams.get('per_page')), Number(searchParams.get('page'))];
    return { status: 200, content: comments.slice((page - 1) * size, page * size) };
  }
  const { body = '' } = (await json(request)) as { body?: string };
  if (dialect.list.test(pathname) && request.method === 'POST') {
    comments.push({ id: comments.length + 1, body });
    return { status: 201, content: comments.at(-1) };
  }
  const comment = comments.find(({ id }) => id === Number(dialect.one.exec(pathname)?.[1]));
  if (!comment || request.method !== dialect.updateMethod) return { status: 404, content: { message: 'Not Found' } };
  comment.body = body;
  return { status: 200, content: comment };
}
