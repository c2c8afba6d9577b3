import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The users of every cluster, by token. Only `admin` may do anything; what the others may is for a test to bind by RBAC.
 * For a ServiceAccount's own token see `serviceAccountKubeconfig`.
 */
export const USERS = { admin: ['system:masters'], sync: ['stackset-gitops'], nobody: [] } as const satisfies Record<
  string,
  readonly string[]
>;

export type User = keyof typeof USERS;

/** A cluster is gone with its run, and nobody else reaches it, so its tokens need not be secret. */
export const tokenOf = (user: User): string => `${user}-token`;

export const tokenFile = (folder: string): string => join(folder, 'tokens.csv');
export const serviceAccountKey = (folder: string): string => join(folder, 'service-account.key');
export const serviceAccountPublicKey = (folder: string): string => join(folder, 'service-account.pub');

/** Writes what the API server reads at its start: the users, and the keys that sign the tokens of ServiceAccounts. */
export async function writeCredentials(folder: string): Promise<void> {
  const users = Object.entries(USERS).map(([user, groups]) => `${tokenOf(user as User)},${user},${user},"${groups.join(',')}"\n`);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(tokenFile(folder), users.join(''));
  await writeFile(serviceAccountKey(folder), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  await writeFile(serviceAccountPublicKey(folder), publicKey.export({ type: 'spki', format: 'pem' }));
}

/** Writes a kubeconfig for one token, which checks the server's certificate against the authority in `authority`. */
export async function writeKubeconfig(path: string, server: string, authority: string, token: string): Promise<string> {
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'e2e', user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e', namespace: 'default' } }],
    'current-context': 'e2e',
  };
  await writeFile(path, JSON.stringify(kubeconfig, null, 2), { mode: 0o600 });
  return path;
}
