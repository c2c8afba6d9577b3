import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The part of GitHub's API that gives an app's installation its token. */
export interface GitHubApi {
  readonly url: string;
  /** Answers to come: the next token, how many milliseconds it is good for, and the status. */
  next: { token: string; goodFor: number; status: number };
  /** Times it was asked. */
  asked: number;
}

const decode = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** Whether a request is by the app: a JSON Web Token signed with its key, given for it, and good now. */
function isApp(request: IncomingMessage, appId: string, publicKey: string): boolean {
  const [header = '', claims = '', signature = ''] = (request.headers.authorization ?? '').replace('Bearer ', '').split('.');
  const good = verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
  const { iss, iat, exp } = decode(claims);
  const now = Date.now() / 1000;
  return good && iss === appId && Number(iat) < now && Number(exp) > now && Number(exp) - Number(iat) <= 600;
}

export async function startGitHubApi(appId: string, installationId: string, publicKey: string): Promise<GitHubApi> {
  const server = createServer((request, response) => {
    api.asked += 1;
    const { token, goodFor, status } = api.next;
    const known = request.method === 'POST' && request.url === `/app/installations/${installationId}/access_tokens`;
    response.statusCode = known ? status : 404;
    if (known && !isApp(request, appId, publicKey)) response.statusCode = 401;
    response.end(JSON.stringify({ token, expires_at: new Date(Date.now() + goodFor).toISOString() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const api: GitHubApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: { token: '', goodFor: 3_600_000, status: 201 },
    asked: 0,
  };
  return api;
}
