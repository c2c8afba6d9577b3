import type { Refusal } from './repository.ts';

type Rule = readonly [refusal: Refusal, pattern: RegExp];

/**
 * What servers, ssh, curl and Git say, by kind; the first that matches counts. Collected from Git 2.34 to 2.50, OpenSSH, GitHub, GitLab
 * and Gitea; the tests under e2e/git hold those of Git and OpenSSH to the real programs.
 */
const RULES: readonly Rule[] = [
  // Before the races: newer Git calls a branch with a lock file one that exists already.
  ['lock', /Unable to create '.*\.lock'/],
  ['race', /is at [0-9a-f]+ but expected|incorrect old value provided|reference already exists/],
  ['race', /\((stale info|fetch first|non-fast-forward|needs force|already exists)\)/],
  ['lock', /cannot lock ref|failed to (update|lock) ref|another git process/i],
  ['permission', /protected branch|not allowed to (push|upload|force)|GH00[69]|insufficient permission|not authori[sz]ed|unauthori[sz]ed/i],
  ['hook', /hook declined/],
  ['permission', /(HTTP|error:?) 40[134]\b|authentication failed|could not read (username|password)|terminal prompts disabled/i],
  ['permission', /permission denied|permission to .* denied|access denied|host key verification failed|write access .* not granted/i],
  [
    'permission',
    /repository .*(not found|does not exist)|could not be found or you don't have permission|does not appear to be a git repository|dubious ownership/i,
  ],
  ['permission', /certificate|no such identity|load key .*|too many authentication failures/i],
  ['network', /could not resolve|couldn't connect|failed to connect|connection (refused|reset|timed out|closed)|connect to host/i],
  ['network', /timed? ?out|network is unreachable|no route to host|unexpected disconnect|early EOF|hung up|empty reply/i],
  ['network', /(HTTP|error:?) (429|5\d\d)\b|RPC failed|curl \d+|transfer closed|gnutls|SSL|TLS/],
];

/** The kind of a refusal, from what Git printed. */
export function classifyRefusal(text: string): Refusal {
  return RULES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
