/** A key and the host keys that are believed; nothing else is tried and no host is learnt. */
export interface SshCredentials {
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
}

/** Read again for every call to the server, so that a rotated token needs no restart. */
export type TokenCredentials = ({ readonly file: string } | { readonly environment: string }) & { readonly username?: string };

/** An installation of a GitHub App; `apiUrl` is for GitHub Enterprise, `https://api.github.com` where it is missing. */
export interface GitHubAppCredentials {
  readonly appId: string | number;
  readonly installationId: string | number;
  readonly privateKeyFile: string;
  readonly apiUrl?: string;
}

/** Exactly one kind. */
export type Credentials =
  | { readonly ssh: SshCredentials }
  | { readonly token: TokenCredentials }
  | { readonly githubApp: GitHubAppCredentials };
