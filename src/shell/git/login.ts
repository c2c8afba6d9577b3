import { readFile } from 'node:fs/promises';
import type { Credentials } from '../../core/model/sync-config.ts';
import { gitHubAppLogin } from './github-app-login.ts';
import { RemoteError } from './remote-error.ts';

/** For HTTP. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Asked before each call to the server; undefined where none is needed. Throws a `RemoteError` if it is not to be had. */
export type LoginSource = () => Promise<Login | undefined>;

function checked(login: Login, source: string): Login {
  // Git's credential protocol is one value a line, so another line could say anything, such as another host.
  if (login.password === '') throw new RemoteError('permission', `The token in ${source} is empty.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f]/.test(login.username + login.password))
    throw new RemoteError('permission', `The token in ${source} has more than one line.`);
  return login;
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new RemoteError('permission', `The token in ${file} cannot be read.`, { cause });
  }
}

/** Where the user and password for a server come from. Files are read each time, so that a rotated token counts at once. */
export function loginSource(credentials: Credentials | undefined, environment: Readonly<Record<string, string | undefined>>): LoginSource {
  if (credentials === undefined || credentials.kind === 'ssh') return async () => undefined;
  if (credentials.kind === 'githubApp') return gitHubAppLogin(credentials);
  const { from, username } = credentials;
  if ('file' in from) return async () => checked({ username, password: await readToken(from.file) }, from.file);
  return async () => checked({ username, password: (environment[from.environment] ?? '').trim() }, `the variable ${from.environment}`);
}
