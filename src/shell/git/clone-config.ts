import type { Credentials, SigningSettings } from '../../core/model/sync-config.ts';
import type { RemoteUrl } from './remote-url.ts';
import { sshCommand } from './ssh-command.ts';

/**
 * Reads a line of user and a line of password from file descriptor 3, where this process wrote them. They never are in an argument, the
 * environment or a file; `store` and `erase` do nothing. `read` and `printf` are built into every POSIX shell, so no process has them either.
 */
const CREDENTIAL_HELPER =
  '!stackset_credential() { test "$1" = get || return 0; IFS= read -r user <&3 && IFS= read -r password <&3 && ' +
  'printf "username=%s\\npassword=%s\\n" "$user" "$password"; }; stackset_credential';

type Setting = readonly [section: string, key: string, value: string];

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Nothing in the repository, in the machine or in the user's home may start a program or change what is read and written. */
const GUARDS: readonly Setting[] = [
  ['core', 'repositoryFormatVersion', '0'],
  ['core', 'bare', 'true'],
  ['core', 'hooksPath', '/dev/null'],
  ['core', 'fsmonitor', 'false'],
  ['core', 'attributesFile', '/dev/null'],
  ['core', 'logAllRefUpdates', 'false'],
  ['core', 'quotePath', 'false'],
  ['protocol', 'allow', 'never'],
  ['protocol', 'version', '2'],
  ['submodule', 'recurse', 'false'],
  ['fetch', 'fsckObjects', 'true'],
  ['i18n', 'commitEncoding', 'UTF-8'],
  ['i18n', 'logOutputEncoding', 'UTF-8'],
  // The clone is kept small when there is time, see tidy-clone.ts.
  ['gc', 'auto', '0'],
  ['gc', 'autoDetach', 'false'],
  ['maintenance', 'auto', 'false'],
  // A bitmap needs all contents, and a bare repository is packed with one unless told otherwise.
  ['repack', 'writeBitmaps', 'false'],
];

/** Faults of old commits in many repositories, which Git's large hosts let through too; anything else makes a fetch fail. */
const FORGIVEN: readonly Setting[] = ['badTimezone', 'missingSpaceBeforeDate', 'zeroPaddedFilemode'].map((fault) => [
  'fetch "fsck"',
  fault,
  'warn',
]);

function credentialSettings(url: RemoteUrl, credentials: Credentials | undefined): readonly Setting[] {
  if (url.origin === undefined || credentials === undefined || credentials.kind === 'ssh') return [];
  // For this server only: a redirect to another one gets nothing.
  return [[`credential ${quote(url.origin)}`, 'helper', CREDENTIAL_HELPER]];
}

function signingSettings(signing: SigningSettings | undefined): readonly Setting[] {
  if (signing === undefined) return [];
  const program: readonly Setting[] = signing.program === undefined ? [] : [[`gpg ${quote(signing.format)}`, 'program', signing.program]];
  return [['gpg', 'format', signing.format], ['user', 'signingKey', signing.key], ...program];
}

/** The configuration file of the clone, the only one that Git reads; written anew at each start. */
export function formatCloneConfig(
  url: RemoteUrl,
  { credentials, signing }: { readonly credentials?: Credentials | undefined; readonly signing?: SigningSettings | undefined },
): string {
  const settings: readonly Setting[] = [
    ...GUARDS,
    ...FORGIVEN,
    [`protocol ${quote(url.protocol)}`, 'allow', 'always'],
    ['remote "origin"', 'url', url.text],
    // Has a push remember what it pushed, so that the next fetch does not bring it back. A fetch names its branches itself.
    ['remote "origin"', 'fetch', '+refs/heads/*:refs/remotes/origin/*'],
    ['core', 'sshCommand', sshCommand(credentials?.kind === 'ssh' ? credentials : undefined)],
    ['ssh', 'variant', 'ssh'],
    ...credentialSettings(url, credentials),
    ...signingSettings(signing),
  ];
  return settings.map(([section, key, value]) => `[${section}]\n\t${key} = ${quote(value)}\n`).join('');
}
