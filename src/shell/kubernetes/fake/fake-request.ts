import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request is about. */
export interface Target {
  /** Root and plural: `/apis/apps/v1 deployments`. */
  readonly place: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

const PATH = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/;

export function targetOf(path: string): Target | undefined {
  const [matched, root, namespace, plural = '', name, subresource] = PATH.exec(path) ?? [];
  return matched === undefined ? undefined : { place: `${root} ${plural}`, plural, namespace, name, subresource };
}

export async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

export function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** With a Status, as the API server says what is wrong. */
export const fail = (response: ServerResponse, status: number, message: string): void =>
  reply(response, status, { kind: 'Status', code: status, message });
