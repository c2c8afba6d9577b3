import { shellQuote } from './shell-quote.ts';

/** A file as an ssh option: `%` starts a token there, and a space or a quote would end the name. */
const sshFile = (path: string): string => `"${path.replaceAll('%', '%%').replaceAll('"', '\\"')}"`;

/** Seconds until an unreachable host counts as such; and between questions to a silent one, of which three may stay unanswered. */
const CONNECT_SECONDS = 15;
const ALIVE_SECONDS = 10;

const SETTINGS = [
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  'UpdateHostKeys=no',
  'IdentitiesOnly=yes',
  'ForwardAgent=no',
  'ClearAllForwardings=yes',
  `ConnectTimeout=${CONNECT_SECONDS}`,
  `ServerAliveInterval=${ALIVE_SECONDS}`,
];

/**
 * The `core.sshCommand` that asks nobody, learns no host key and reads no configuration of the machine. Without credentials of its own it
 * leaves keys to an agent and host keys to the user's `known_hosts`.
 */
export function sshCommand(ssh?: { readonly privateKeyFile: string; readonly knownHostsFile: string }): string {
  const own =
    ssh === undefined
      ? []
      : [
          `IdentityFile=${sshFile(ssh.privateKeyFile)}`,
          'IdentityAgent=none',
          `UserKnownHostsFile=${sshFile(ssh.knownHostsFile)}`,
          'GlobalKnownHostsFile=/dev/null',
        ];
  return ['ssh', '-F', 'none', ...[...SETTINGS, ...own].flatMap((setting) => ['-o', setting])].map(shellQuote).join(' ');
}
