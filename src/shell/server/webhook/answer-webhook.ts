import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Answer } from '../answer.ts';
import { readBody } from '../read-body.ts';
import { FORWARDED_HEADER, forwardPush } from './forward-push.ts';
import { type Push, parsePush } from './parse-push.ts';
import { claimsSender, verifySender } from './verify-sender.ts';

/** What a webhook does. */
export interface WebhookOptions {
  /** Holds the secret that the Git server knows too. Read for every request, so that a new secret counts at once. */
  readonly secretFile: string;
  /** The branches that are followed, without `refs/heads/`. */
  readonly branches: () => readonly string[];
  /** Called for each push to one of them. It only says "look now": a push told twice, or never made, does no harm. */
  readonly onPush: (push: Push) => void;
  /** The webhook of the replica that leads, while that is another one and it is known where: all is then sent on to it. */
  readonly leader?: () => URL | undefined;
}

/** Bytes. GitHub lists at most 2,048 commits in a push, far below this; what is larger is found by polling. */
const LARGEST_BODY = 5 * 1024 * 1024;

/**
 * 202 where the push is looked at, 200 where there is nothing to do, 400, 401 or 413 where the request is refused, 503 where the replica
 * that leads does not take it.
 */
export async function answerWebhook(request: IncomingMessage, options: WebhookOptions): Promise<Answer> {
  const { secretFile, leader } = options;
  if (!claimsSender(request.headers)) return { status: 401, text: 'unauthorized: no signature' };
  const body = await readBody(request, LARGEST_BODY);
  if (body === 'too-large') return { status: 413, text: `too large: ${LARGEST_BODY} bytes are read` };
  if (!verifySender(request.headers, body, await readSecret(secretFile))) return { status: 401, text: 'unauthorized: wrong signature' };
  const other = request.headers[FORWARDED_HEADER] === undefined ? leader?.() : undefined;
  return other === undefined ? answerSigned(request, body, options) : answerForLeader(await forwardPush(other, request.headers, body));
}

function answerForLeader(status: number | undefined): Answer {
  if (status === 202 || status === 200) return { status, text: 'the leader has it' };
  return { status: 503, text: 'the leader did not take it; it will poll' };
}

/** Of somebody who knows the secret. */
function answerSigned({ headers }: IncomingMessage, body: Buffer, { branches, onPush }: WebhookOptions): Answer {
  let push: Push | undefined;
  try {
    push = parsePush(body, headers['content-type'] ?? '');
  } catch {
    return { status: 400, text: 'bad request: the body is no JSON' };
  }
  if (push === undefined) return { status: 200, text: 'ignored: not a push' };
  if (!branches().some((branch) => push.ref === `refs/heads/${branch}`)) return { status: 200, text: 'ignored: not a followed branch' };
  onPush(push);
  return { status: 202, text: 'accepted' };
}

/** Without the line end that editors and `echo` leave. An empty secret would let everybody in, so it is an error. */
async function readSecret(file: string): Promise<string> {
  const secret = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  if (secret === '') throw new Error(`the webhook's secret file ${file} is empty`);
  return secret;
}
