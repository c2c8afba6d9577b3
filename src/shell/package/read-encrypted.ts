import { join } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { FileTree } from '../files/file-tree.ts';
import { parseYaml } from '../yaml/read.ts';
import { readText } from './read-file.ts';

/** The encrypted objects that were frozen with a stack, as far as their files are still there. */
export function readEncrypted(files: FileTree, folder: string, names: readonly string[]): readonly KubernetesObject[] {
  return names
    .map((name) => join(folder, name))
    .filter((path) => files.follow(path)?.kind === 'file')
    .flatMap((path) => parseYaml(readText(files, path)).documents.map(({ value }) => value as KubernetesObject));
}
