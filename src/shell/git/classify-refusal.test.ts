import { expect, test } from 'vitest';
import { classifyRefusal } from './classify-refusal.ts';

/** As printed by the programs named; the first line of a push is Git's own status of the branch. */
const PRINTED = [
  ['git, the branch moved before the push', 'race', '[rejected] (stale info)\nerror: failed to push some refs to'],
  [
    'git, the branch moved within the push',
    'race',
    "[remote rejected] (failed to update ref)\nremote: error: cannot lock ref 'refs/heads/main': is at 15d2e1b but expected 8a1c04d",
  ],
  ['git 2.50', 'race', '[remote rejected] (incorrect old value provided)'],
  [
    'git, a new branch that is there already',
    'race',
    "[remote rejected] (reference already exists)\nremote: error: cannot lock ref 'refs/heads/env': reference already exists",
  ],
  [
    'git, a lock file',
    'lock',
    "[remote rejected] (failed to update ref)\nremote: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/x.git/refs/heads/main.lock': File exists.",
  ],
  [
    'git 2.55, a lock file',
    'lock',
    "[remote rejected] (reference already exists)\nremote: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/x.git/./refs/heads/main.lock': File exists.",
  ],
  ['GitHub, a busy branch', 'lock', "! [remote rejected] main -> main (cannot lock ref 'refs/heads/main')"],
  [
    'GitHub, a protected branch',
    'permission',
    '[remote rejected] (protected branch hook declined)\nremote: error: GH006: Protected branch update failed for refs/heads/main.',
  ],
  [
    'GitLab, a protected branch',
    'permission',
    '[remote rejected] (pre-receive hook declined)\nremote: GitLab: You are not allowed to push code to protected branches on this project.',
  ],
  [
    'Gitea, a protected branch',
    'permission',
    '[remote rejected] (pre-receive hook declined)\nremote: Gitea: Not allowed to push to protected branch main',
  ],
  [
    'GitHub, no right to write',
    'permission',
    "remote: Permission to org/apps.git denied to bot.\nfatal: unable to access 'https://github.com/org/apps.git/': The requested URL returned error: 403",
  ],
  [
    'GitHub, no such repository, or not for this user',
    'permission',
    "remote: Repository not found.\nfatal: repository 'https://github.com/org/apps.git/' not found",
  ],
  [
    'GitLab, over SSH',
    'permission',
    "remote: ERROR: The project you were looking for could not be found or you don't have permission to view it.\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.",
  ],
  [
    'git, a wrong password',
    'permission',
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://git.example.org/apps.git/'",
  ],
  ['git, no password', 'permission', "fatal: could not read Username for 'https://git.example.org': terminal prompts disabled"],
  [
    'ssh, a strange key',
    'permission',
    'git@git.example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.',
  ],
  [
    'ssh, an unknown host',
    'permission',
    'No ED25519 host key is known for git.example.org and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read from remote repository.',
  ],
  [
    'curl, a certificate',
    'permission',
    "fatal: unable to access 'https://git.example.org/': server certificate verification failed. CAfile: none CRLfile: none",
  ],
  ['git, a hook', 'hook', '[remote rejected] (pre-receive hook declined)\nremote: policy: no traffic on fridays'],
  ['git, the update hook', 'hook', '[remote rejected] (hook declined)'],
  ['curl, no such host', 'network', "fatal: unable to access 'https://nope.example.org/': Could not resolve host: nope.example.org"],
  [
    'curl, nobody listens',
    'network',
    "fatal: unable to access 'http://127.0.0.1:1/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
  ],
  ['git, a server in trouble', 'network', "fatal: unable to access 'https://git.example.org/': The requested URL returned error: 503"],
  [
    'git, in the middle of a push',
    'network',
    'error: RPC failed; HTTP 500 curl 22 The requested URL returned error: 500\nsend-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly',
  ],
  [
    'git, no right in the middle of a push',
    'permission',
    'error: RPC failed; HTTP 403 curl 22 The requested URL returned error: 403\nfatal: the remote end hung up unexpectedly',
  ],
  [
    'ssh, nobody listens',
    'network',
    'ssh: connect to host 127.0.0.1 port 1: Connection refused\nfatal: Could not read from remote repository.',
  ],
  ['ssh, no answer', 'network', 'ssh: connect to host git.example.org port 22: Connection timed out'],
  ['ssh, a limit of the server', 'network', 'kex_exchange_identification: Connection closed by remote host'],
  ['something else', 'other', 'fatal: the unexpected'],
  ['nothing', 'other', ''],
] as const;

test.each(PRINTED)('%s: %s', (_, refusal, text) => {
  expect(classifyRefusal(text)).toBe(refusal);
});
