import { describe, expect, it } from 'vitest';
import { claimsSender, verifySender } from './verify-sender.ts';

/** The example that GitHub publishes for everybody who implements this. */
const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello, World!');
const HMAC = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

describe('verifySender', () => {
  it.for([
    ['x-hub-signature-256', `sha256=${HMAC}`],
    ['x-hub-signature-256', `sha256=${HMAC.toUpperCase()}`],
    ['x-gitea-signature', HMAC],
    ['x-forgejo-signature', HMAC],
    ['x-gitlab-token', SECRET],
  ] as const)('lets in %s: %s', ([header, value]) => {
    expect(verifySender({ [header]: value }, BODY, SECRET)).toBe(true);
    expect(verifySender({ [header]: value }, BODY, `${SECRET} `)).toBe(false);
  });

  it.for([
    ['x-hub-signature-256', HMAC],
    ['x-hub-signature-256', `sha256=${HMAC.slice(2)}`],
    ['x-hub-signature-256', `sha256=${HMAC}00`],
    ['x-hub-signature-256', `sha1=${HMAC}`],
    ['x-hub-signature-256', 'sha256='],
    ['x-gitea-signature', `${HMAC.slice(0, -1)}8`],
    ['x-gitea-signature', 'é'.repeat(64)],
    ['x-gitlab-token', SECRET.toLowerCase()],
    ['x-gitlab-token', ''],
    ['authorization', SECRET],
  ] as const)('keeps out %s: %s', ([header, value]) => expect(verifySender({ [header]: value }, BODY, SECRET)).toBe(false));

  it('knows where nobody claims to be anybody', () => {
    expect(claimsSender({ 'x-github-event': 'push' })).toBe(false);
    expect(claimsSender({ 'x-gitlab-token': '' })).toBe(true);
  });
});
