import type { Git } from './git.ts';
import { formatGitTime } from './git-time.ts';
import { literalPaths } from './literal-paths.ts';
import type { LogEntry, LogQuery, Trailer } from './repository.ts';
import { type WalkedCommit, walkCommits } from './walk-commits.ts';

const PLACEHOLDERS = ['%H', '%P', '%an', '%ae', '%cn', '%ce', '%ct', '%s', '%(trailers:only,unfold)'] as const;

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

const parseTrailers = (text: string): readonly Trailer[] =>
  text
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => ({ key: line.slice(0, line.indexOf(':')).trim(), value: line.slice(line.indexOf(':') + 1).trim() }));

function parseEntry({ fields, files }: WalkedCommit): LogEntry {
  const [
    id = '',
    parents = '',
    author = '',
    authorEmail = '',
    committer = '',
    committerEmail = '',
    time = '',
    subject = '',
    trailers = '',
  ] = fields;
  return {
    id,
    parents: words(parents),
    author: { name: author, email: authorEmail },
    committer: { name: committer, email: committerEmail },
    time: formatGitTime(time),
    subject,
    trailers: parseTrailers(trailers),
    files,
  };
}

/** See `History.log`. */
export async function readLog(git: Git, { from, to, paths, limit }: LogQuery): Promise<readonly LogEntry[]> {
  if (paths?.length === 0) return [];
  const args = [
    '--date-order',
    // Of a merge, what no parent has. The other ways to show merges also make Git list merges that changed nothing below the paths.
    '-c',
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
    to,
    ...(from === undefined ? [] : [`^${from}`]),
    '--',
    ...(paths === undefined ? [] : literalPaths(paths)),
  ];
  const entries: LogEntry[] = [];
  for await (const commit of walkCommits(git, PLACEHOLDERS, args)) entries.push(parseEntry(commit));
  return entries;
}
