import type { FieldPath, Problem } from '../../model/problem.ts';
import { invalid, quote } from './finding.ts';

/** A folder of a repository as one text for all ways to write it: no dots, no doubled slashes, none at the end; `.` is the root. */
export function normalizePath(path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return steps.length === 0 ? '.' : steps.join('/');
}

const RULES: readonly { readonly broken: RegExp; readonly because: string }[] = [
  { broken: /^$/, because: 'it is empty' },
  { broken: /^-/, because: 'Git would take it for an option' },
  { broken: /^:/, because: 'Git would take it for a pattern' },
  { broken: /^[/~]|^[A-Za-z]:/, because: 'it begins outside the repository' },
  { broken: /(^|\/)\.\.(\/|$)/, because: 'it leads out by ..' },
  { broken: /\\/, because: 'it has a backslash; steps are parted by slashes' },
  { broken: /(^|\/)\.git(\/|$)/i, because: 'no commit holds a .git' },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  { broken: /[\u0000-\u001f\u007f-\u009f]/, because: 'it has a control character' },
];

/** What keeps a text from being a folder of a repository. */
export function checkRepositoryPath(text: string, path: FieldPath): readonly Problem[] {
  const rule = RULES.find(({ broken }) => broken.test(text));
  if (!rule) return [];
  return [
    invalid({
      reason: 'PathInvalid',
      path,
      message: `${quote(text)} is no folder of the repository: ${rule.because}`,
      remedy: 'Write it from the root of the repository, such as apps/shop, or . for all of it.',
    }),
  ];
}
