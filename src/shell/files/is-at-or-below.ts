import { sep } from 'node:path';

/** Whether a path is another one or lies in it. Both are absolute. */
export const isAtOrBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
