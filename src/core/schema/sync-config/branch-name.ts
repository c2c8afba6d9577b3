import type { FieldPath, Problem } from '../../model/problem.ts';
import { invalid, quote } from './finding.ts';

/** A rule of `git check-ref-format --branch`, or one of ours, with what breaks it. */
interface Rule {
  readonly broken: RegExp;
  readonly because: string;
}

/** https://git-scm.com/docs/git-check-ref-format; the last two are ours: Git would take such names, and mean something else. */
const RULES: readonly Rule[] = [
  { broken: /^$/, because: 'it is empty' },
  { broken: /^-/, because: 'Git would take it for an option' },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  { broken: /[\u0000-\u0020\u007f]/, because: 'it has a space or a control character' },
  { broken: /[~^:?*[\\]/, because: 'it has one of the characters ~ ^ : ? * [ \\' },
  { broken: /\.\./, because: 'it has two dots in a row' },
  { broken: /@\{/, because: 'it has @{' },
  { broken: /^\/|\/$|\/\//, because: 'a slash is its first or last character, or follows another' },
  { broken: /(^|\/)\./, because: 'a part of it begins with a dot' },
  { broken: /\.$/, because: 'it ends with a dot' },
  { broken: /\.lock(\/|$)/, because: 'a part of it ends with .lock' },
  { broken: /^(@|HEAD)$/, because: 'it means the branch that is checked out' },
  { broken: /^refs\//, because: 'it is a whole reference, and the name of the branch is wanted' },
  { broken: /[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/, because: 'it has a character that nobody sees' },
];

/** What keeps a text from being the name of a branch; the first thing only, for one often brings others along. */
export function checkBranchName(name: string, path: FieldPath): readonly Problem[] {
  const rule = RULES.find(({ broken }) => broken.test(name));
  if (!rule) return [];
  const short = name.replace(/^refs\/heads\//, '');
  const remedy =
    short !== name && checkBranchName(short, path).length === 0
      ? `Write ${short}.`
      : 'Write the name of a branch, such as main or env/eu-1.';
  return [invalid({ reason: 'BranchInvalid', path, message: `${quote(name)} cannot be a branch: ${rule.because}`, remedy })];
}
