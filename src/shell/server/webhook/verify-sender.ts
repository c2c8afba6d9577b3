import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How a Git server proves that it knows the secret. */
interface Scheme {
  /** In lower case, as Node gives headers. */
  readonly header: string;
  readonly verify: (value: string, body: Buffer, secret: string) => boolean;
}

/**
 * In the order of no importance: a request is let in by any one of them.
 * - GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries; Gitea and Forgejo send this one too
 * - Gitea: https://docs.gitea.com/usage/webhooks, Forgejo: https://forgejo.org/docs/latest/user/webhooks/
 * - GitLab: https://docs.gitlab.com/user/project/integrations/webhooks/, the secret itself
 */
const SCHEMES: readonly Scheme[] = [
  { header: 'x-hub-signature-256', verify: (value, body, secret) => value.startsWith('sha256=') && isHmac(value.slice(7), body, secret) },
  { header: 'x-gitea-signature', verify: isHmac },
  { header: 'x-forgejo-signature', verify: isHmac },
  { header: 'x-gitlab-token', verify: (value, _, secret) => timingSafeEqual(sha256(value), sha256(secret)) },
];

/** The headers that say who sent a request. */
export const SENDER_HEADERS: readonly string[] = SCHEMES.map(({ header }) => header);

/** Whether there is any proof to look at; without one the body need not even be read. */
export const claimsSender = (headers: IncomingHttpHeaders): boolean => SENDER_HEADERS.some((header) => typeof headers[header] === 'string');

/** Whether the request comes from somebody who knows the secret. The time this takes says nothing about the secret. */
export function verifySender(headers: IncomingHttpHeaders, body: Buffer, secret: string): boolean {
  return SCHEMES.some(({ header, verify }) => {
    const value = headers[header];
    return typeof value === 'string' && verify(value, body, secret);
  });
}

function isHmac(hex: string, body: Buffer, secret: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
