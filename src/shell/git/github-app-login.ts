import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Credentials } from '../../core/model/sync-config.ts';
import type { Login, LoginSource } from './login.ts';
import { RemoteError } from './remote-error.ts';

type GitHubApp = Extract<Credentials, { kind: 'githubApp' }>;

interface InstallationToken {
  readonly token: string;
  readonly expires_at: string;
}

const ANSWER_MILLISECONDS = 30_000;

/** A token is used until so long before its end, which is an hour after it was given. */
const MARGIN_MILLISECONDS = 5 * 60_000;

const encode = (part: Buffer | object): string => (Buffer.isBuffer(part) ? part : Buffer.from(JSON.stringify(part))).toString('base64url');

/**
 * The JSON Web Token by which an app says who it is: valid for at most ten minutes, and from a minute ago, as clocks differ
 * (https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app).
 */
function formatAppToken(appId: string, privateKey: string, nowSeconds: number): string {
  const claims = { iat: nowSeconds - 60, exp: nowSeconds + 540, iss: appId };
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${encode(sign('RSA-SHA256', Buffer.from(text), createPrivateKey(privateKey)))}`;
}

async function appToken({ appId, privateKeyFile }: GitHubApp): Promise<string> {
  try {
    return formatAppToken(appId, await readFile(privateKeyFile, 'utf8'), Math.floor(Date.now() / 1000));
  } catch (cause) {
    throw new RemoteError('permission', `The GitHub App's private key in ${privateKeyFile} cannot be used.`, { cause });
  }
}

async function askForToken(app: GitHubApp): Promise<InstallationToken> {
  const url = `${app.apiUrl}/app/installations/${encodeURIComponent(app.installationId)}/access_tokens`;
  const authorization = `Bearer ${await appToken(app)}`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { authorization, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    if (response.ok) return (await response.json()) as InstallationToken;
  } catch (cause) {
    throw new RemoteError('network', `No token for the GitHub App: ${url} does not answer.`, { cause });
  }
  const refusal = response.status === 429 || response.status >= 500 ? 'network' : 'permission';
  throw new RemoteError(refusal, `No token for the GitHub App: ${url} answers ${response.status}.`);
}

/** Logs in as an installation of a GitHub App; its token is asked for when it is needed and kept for most of its hour. */
export function gitHubAppLogin(app: GitHubApp): LoginSource {
  let login: Login | undefined;
  let goodUntil = 0;
  return async () => {
    if (login === undefined || Date.now() >= goodUntil) {
      const { token, expires_at } = await askForToken(app);
      login = { username: 'x-access-token', password: token };
      goodUntil = Date.parse(expires_at) - MARGIN_MILLISECONDS;
    }
    return login;
  };
}
