import { relative, sep } from 'node:path';

/** Gives absolute paths as people at a folder write them, with `/`; the folder itself is `.`. */
export function pathsFrom(folder: string): (absolute: string) => string {
  const prefix = folder === sep ? sep : folder + sep;
  // Cutting is many times faster than asking for the way there, and nearly every path is below.
  const way = (absolute: string): string => (absolute.startsWith(prefix) ? absolute.slice(prefix.length) : relative(folder, absolute));
  return sep === '/' ? (absolute) => way(absolute) || '.' : (absolute) => way(absolute).replaceAll(sep, '/') || '.';
}
