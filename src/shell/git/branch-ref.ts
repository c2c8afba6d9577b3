/** What git-check-ref-format(1) forbids anywhere in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are forbidden
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)/;

/**
 * The full name of a branch, `refs/heads/main`, which can be no option and no pattern. Throws for a name that Git would not take, since
 * in a refspec `a:b` and `*` would mean other branches.
 */
export function branchRef(branch: string): string {
  if (branch === '' || FORBIDDEN.test(branch) || /^[-/.]|[/.]$/.test(branch))
    throw new Error(`${JSON.stringify(branch)} is no name of a branch.`);
  return `refs/heads/${branch}`;
}

/** Where the clone keeps what the remote had at the last fetch. */
export const trackingRef = (branch: string): string => branchRef(branch).replace('refs/heads/', 'refs/remotes/origin/');
