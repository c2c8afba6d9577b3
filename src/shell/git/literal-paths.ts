/**
 * Paths as arguments after `--`. The root is said by naming no path. Throws for what is no path in a tree, since Git would look for it
 * elsewhere or not at all.
 */
export function literalPaths(paths: readonly string[]): readonly string[] {
  for (const path of paths) if (path !== '.') checkPath(path);
  return paths.includes('.') ? [] : paths;
}

/** Throws unless a path is one that a tree can have: relative, with `/` between names, none of them `.`, `..`, `.git` or empty. */
export function checkPath(path: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL would end an argument
  if (/\u0000/.test(path) || path.split('/').some((name) => /^(\.{0,2}|\.git)$/i.test(name))) {
    throw new Error(`${JSON.stringify(path)} is no path in a repository.`);
  }
}
