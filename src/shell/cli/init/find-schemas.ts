import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { version } from '../../../../package.json';

const INSTALLED = join('node_modules', 'stackset-gitops', 'schemas');

/**
 * Where an editor finds the JSON Schemas: in the repository, relative to the package's folder, where this project is installed
 * there; else at a mirror of npm.
 * @param folder absolute
 */
export function findSchemas(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    const schemas = join(above, INSTALLED);
    if (existsSync(schemas)) return relative(folder, schemas).split(sep).join('/');
    if (dirname(above) === above) return `https://unpkg.com/stackset-gitops@${version}/schemas`;
  }
}
