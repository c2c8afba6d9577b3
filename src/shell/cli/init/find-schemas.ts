import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const INSTALLED = join('node_modules', 'stackset-gitops', 'schemas');

/**
 * Where an editor finds the JSON Schemas, relative to the package's folder, where this project is installed in the repository;
 * else undefined, for a reference that leads nowhere makes an editor complain.
 * @param folder absolute
 */
export function findSchemas(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    const schemas = join(above, INSTALLED);
    if (existsSync(schemas)) return relative(folder, schemas).split(sep).join('/');
    if (dirname(above) === above) return undefined;
  }
}
