import { readFile } from 'node:fs/promises';
import { EXIT_CODE } from '../cli/exit-code.ts';
import { formatError } from '../cli/report/format-error.ts';
import { styleFor } from '../cli/report/style.ts';
import { findComments } from './find-comments.ts';
import { putComment } from './put-comment.ts';

const USAGE = `Usage: stackset-comment <FILE> [KEY]

Write a file as a comment of the pull request (GitHub Actions) or merge request (GitLab CI) that the pipeline runs for. A later run replaces
the comment; a KEY other than "plan" makes another one.

Example:
  $ stackset plan apps --context eu-1 -o markdown > plan.md && stackset-comment plan.md eu-1
`;

process.exitCode = await main(process.argv.slice(2));

/** What the GitHub Action and the GitLab template run. */
async function main(args: readonly string[]): Promise<number> {
  const [file, key = 'plan'] = args;
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return EXIT_CODE.done;
  }
  if (file === undefined || args.length > 2 || !/^[\w.:/ -]+$/.test(key) || key.includes('--')) {
    process.stderr.write(USAGE);
    return EXIT_CODE.wrongUse;
  }
  try {
    const comments = findComments(process.env);
    const text = await readFile(file, 'utf8');
    process.stdout.write(comments ? `comment ${await putComment(comments, key, text)}\n` : 'no pull request to comment on\n');
    return EXIT_CODE.done;
  } catch (error) {
    process.stderr.write(formatError(error, styleFor(process.stderr, { environment: process.env })));
    return EXIT_CODE.no;
  }
}
