/** How a server is talked to. */
export type Protocol = 'https' | 'http' | 'ssh' | 'file';

export interface RemoteUrl {
  readonly text: string;
  readonly protocol: Protocol;
  /** `https://git.example.org:8443`, for https and http. */
  readonly origin?: string;
}

const SCHEMES: Readonly<Record<string, Protocol>> = { 'https:': 'https', 'http:': 'http', 'ssh:': 'ssh', 'file:': 'file' };

function refuse(url: string, why: string): never {
  // A password in the address must not reach a log by this message.
  throw new Error(`The repository's address ${JSON.stringify(url.replace(/\/\/[^/@]*@/, '//'))} ${why}.`);
}

function parseStandard(url: string): RemoteUrl {
  const parsed = URL.canParse(url) ? new URL(url) : refuse(url, 'is no URL');
  const protocol = SCHEMES[parsed.protocol] ?? refuse(url, 'is none of https, http, ssh and file');
  if (parsed.password !== '') refuse(url, 'has a password in it, which process lists would show: use credentials instead');
  if (parsed.hostname.startsWith('-')) refuse(url, 'has a host that looks like an option');
  return protocol === 'https' || protocol === 'http' ? { text: url, protocol, origin: parsed.origin } : { text: url, protocol };
}

/**
 * Judges the address of a repository. Git takes more than addresses here: `ext::` runs a program, and a host or a path that begins with
 * a dash becomes an option of ssh (CVE-2017-1000117). Throws for whatever is none of https, http, ssh, file, `user@host:path` and a path.
 */
export function parseRemoteUrl(url: string): RemoteUrl {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(url)) refuse(url, 'has control characters');
  if (url.startsWith('-')) refuse(url, 'looks like an option');
  if (/^[\w.+-]*::/.test(url)) refuse(url, 'asks for a remote helper');
  if (url.includes('://')) return parseStandard(url);
  if (url.startsWith('/')) return { text: url, protocol: 'file' };
  if (/^([\w.][\w.-]*@)?[\w.[\]][\w.:[\]-]*:[^-]/.test(url)) return { text: url, protocol: 'ssh' };
  return refuse(url, 'is none of https, http, ssh, file, user@host:path and an absolute path');
}
