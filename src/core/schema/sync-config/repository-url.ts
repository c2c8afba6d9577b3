import type { FieldPath, Problem } from '../../model/problem.ts';
import { invalid, quote } from './finding.ts';

/** How a repository is reached. */
export type Transport = 'https' | 'http' | 'ssh' | 'file';

const HOST = '(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::\\d{1,5})?';
const USER = '[A-Za-z0-9_][A-Za-z0-9._+-]*';
const FORMS: readonly (readonly [Transport, RegExp])[] = [
  ['https', new RegExp(`^https://${HOST}/[^\\s]+$`)],
  ['http', new RegExp(`^http://${HOST}/[^\\s]+$`)],
  ['ssh', new RegExp(`^ssh://(?:${USER}@)?${HOST}/[^\\s]+$`)],
  ['ssh', new RegExp(`^${USER}@${HOST}:[^\\s:-][^\\s]*$`)],
  ['file', /^file:\/\/\/[^\s]+$/],
];
const WITH_USER = /^https?:\/\/[^/\s]*@|^[a-z+]+:\/\/[^/@\s]*:[^/]*@|^[^/@\s]*:[^/@]*@/i;

/** How a URL is reached; undefined where it is none that is taken. */
export function transportOf(url: string): Transport | undefined {
  if (hasControl(url)) return undefined;
  return FORMS.find(([, form]) => form.test(url))?.[0];
}

/**
 * Refuses what Git would take for something else than the address of a server: options, programs (`ext::sh -c …`), folders relative to
 * who knows where; and passwords, which do not belong into a file or a process list. https://git-scm.com/docs/git-fetch#_git_urls
 */
export function checkRepositoryUrl(url: string, path: FieldPath): readonly Problem[] {
  if (WITH_USER.test(url)) {
    return [
      invalid({
        reason: 'SecretInUrl',
        path,
        message: 'the URL has a user or a password in it, and logs and process lists would show it',
        remedy:
          'Write the URL without, the user as `credentials.token.username`, and the password or token into a file that `credentials.token.file` names.',
      }),
    ];
  }
  if (transportOf(url) !== undefined && !url.split('/').includes('..')) return [];
  return [
    invalid({
      reason: 'RepositoryUrlInvalid',
      path,
      message: `${quote(url)} is no address of a repository that is taken here`,
      remedy:
        'Write https://host/path, ssh://user@host/path, user@host:path, http://host/path, or file:///path for a folder of this machine.',
    }),
  ];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const hasControl = (text: string): boolean => /[\u0000-\u0020\u007f-\u009f]/.test(text);
