import type { IncomingMessage, ServerResponse } from 'node:http';
import { execa } from 'execa';

/** Cuts the header block of a CGI answer off its body. */
function splitAnswer(answer: Buffer): { readonly headers: readonly (readonly [string, string])[]; readonly body: Buffer } {
  const end = answer.indexOf('\r\n\r\n');
  const lines = answer.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
  return { headers, body: answer.subarray(end + 4) };
}

/** Answers a request as Git's own server does, through the CGI program that comes with Git. Folders below `root` are served. */
export async function answerByHttpBackend(
  root: string,
  user: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const { stdout } = await execa('git', ['http-backend'], {
    input: request,
    encoding: 'buffer',
    reject: false,
    stripFinalNewline: false,
    env: {
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: header('git-protocol'),
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      REMOTE_ADDR: '127.0.0.1',
      ...(user === undefined ? {} : { REMOTE_USER: user }),
    },
  });
  const { headers, body } = splitAnswer(Buffer.from(stdout));
  for (const [name, value] of headers) {
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(body);
}
