import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { parseYaml } from '../yaml/read.ts';

/** The encrypted objects that were frozen with a stack, as far as their files are still there. */
export function readEncrypted(folder: string, names: readonly string[]): readonly KubernetesObject[] {
  return names
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => parseYaml(readFileSync(path, 'utf8')).documents.map(({ value }) => value as KubernetesObject));
}
