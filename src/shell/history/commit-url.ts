/** Forges by their host's name, and how they write the way to a commit. */
const FORGES: readonly (readonly [host: RegExp, way: string])[] = [
  [/gitlab/, '/-/commit/'],
  [/bitbucket/, '/commits/'],
  [/github|gitea|forgejo|codeberg/, '/commit/'],
];

/** `user@host:path`, as ssh and scp write it. */
const SCP = /^(?:[^@/]+@)?([\w.-]+):(?!\/\/)(.+)$/;

/**
 * Where people read a commit, by the address of its repository; undefined where that is no forge that is known. Users, passwords and ports
 * of other protocols are left out.
 * @param remote as `git remote get-url` gives it
 */
export function commitUrl(remote: string, commit: string): string | undefined {
  const [, scpHost, scpPath] = SCP.exec(remote) ?? [];
  const url = scpHost === undefined ? parseUrl(remote) : parseUrl(`ssh://${scpHost}/${scpPath}`);
  if (!url || !['https:', 'http:', 'ssh:'].includes(url.protocol)) return undefined;
  const way = FORGES.find(([host]) => host.test(url.hostname))?.[1];
  const isWeb = url.protocol !== 'ssh:';
  const path = url.pathname.replace(/\/$/, '').replace(/\.git$/, '');
  return way === undefined || path === ''
    ? undefined
    : `${isWeb ? `${url.protocol}//${url.host}` : `https://${url.hostname}`}${path}${way}${commit}`;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
