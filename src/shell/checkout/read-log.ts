import type { Timestamp } from '../../core/model/state.ts';
import { formatTimestamp } from '../../core/model/timestamp.ts';
import type { CommitId, Identity, Trailer } from '../git/repository.ts';
import type { Git } from './git.ts';

export interface Commit {
  readonly id: CommitId;
  readonly parents: readonly CommitId[];
  readonly author: Identity;
  readonly committer: Identity;
  /** When it was committed. */
  readonly time: Timestamp;
  readonly subject: string;
  readonly trailers: readonly Trailer[];
}

/** A file that a commit changed. */
export interface FileTouch {
  /** From the root, with `/`. */
  readonly path: string;
  /** Ids of its content, before by the commit's first parent; undefined where there was, or is, no such file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A commit, with the files of interest that it changed. */
export interface TouchingCommit extends Commit {
  readonly touches: readonly FileTouch[];
}

const FIELDS = ['%H', '%P', '%ct', '%an', '%ae', '%cn', '%ce', '%s', '%(trailers:only,unfold)'];

/**
 * The commits that changed some files, newest first, and never a parent before its child. Of a merge only what it has otherwise than all of its
 * parents: the rest is told by the commits that it brought.
 * @param revision as a person may write it; it must be known to exist
 * @param pathspecs see gitglossary(7)
 * @param most how many of the newest are looked at; all where it is missing
 */
export async function readLog(git: Git, revision: string, pathspecs: readonly string[], most?: number): Promise<readonly TouchingCommit[]> {
  const format = `--format=${FIELDS.join('%x00')}`;
  const limit = most === undefined ? [] : [`--max-count=${most}`];
  const options = ['--date-order', '--raw', '-z', '-c', '--no-abbrev', '--no-renames', '--no-ext-diff', ...limit, format];
  const text = await git.run(['log', ...options, '--end-of-options', revision, '--', ...pathspecs]);
  return parseLog(text).filter(({ touches }) => touches.length > 0);
}

/** One commit, without what it changed. @param id of a commit that exists */
export async function describeCommit(git: Git, id: CommitId): Promise<Commit> {
  const text = await git.run(['log', '--max-count=1', `--format=${FIELDS.join('%x00')}`, '--end-of-options', id]);
  return parseCommit(text.replace(/\n$/, '').split('\0'));
}

const NO_FILE = /^0+$/;

function parseLog(text: string): readonly TouchingCommit[] {
  const words = text.split('\0');
  const commits: TouchingCommit[] = [];
  let at = 0;
  while (at + FIELDS.length <= words.length) {
    const fields = words.slice(at, at + FIELDS.length);
    at += FIELDS.length;
    const touches: FileTouch[] = [];
    for (; at < words.length; at++) {
      const entry = (words[at] ?? '').trimStart();
      if (entry === '') continue;
      if (!entry.startsWith(':')) break;
      touches.push(parseTouch(entry, words[++at] ?? ''));
    }
    commits.push({ ...parseCommit(fields), touches });
  }
  return commits;
}

/** `:100644 100644 <before> <after> M`, with a colon, a mode and an id more for each further parent. */
function parseTouch(entry: string, path: string): FileTouch {
  const parents = /^:+/.exec(entry)?.[0].length ?? 1;
  const ids = entry.split(' ').slice(parents + 1);
  const known = (id: string | undefined): string | undefined => (id === undefined || NO_FILE.test(id) ? undefined : id);
  return { path, before: known(ids[0]), after: known(ids[parents]) };
}

function parseCommit(fields: readonly string[]): Commit {
  const [id = '', parents = '', time = '', author = '', authorMail = '', committer = '', committerMail = '', subject = '', trailers = ''] =
    fields;
  return {
    id,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: author, email: authorMail },
    committer: { name: committer, email: committerMail },
    time: formatTimestamp(Number(time)),
    subject,
    trailers: parseTrailers(trailers),
  };
}

const parseTrailers = (text: string): readonly Trailer[] =>
  text.split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [{ key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }];
  });

/** A pathspec for files of some name at and below a folder, whatever characters the folder's name has. @param folder '' for the root */
export const filesBelow = (folder: string, name: string): string =>
  `:(top,glob)${folder === '' ? '' : `${folder.replace(/[\\*?[]/g, '\\$&')}/`}**/${name}`;
