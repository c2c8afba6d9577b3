import { join } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { ConfigurationSource } from '../../core/resources/frozen-configuration.ts';
import type { FileTree } from '../files/file-tree.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import { isTooDense } from '../yaml/density.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';
import { type Member, sameNamespace } from './member.ts';
import { readPackageFile } from './read-file.ts';
import type { FolderSources } from './sources.ts';

/** A ConfigMap or Secret of a package, with its own bytes in case it must be copied as it is. */
export interface PackageConfiguration extends ConfigurationSource {
  readonly text: string;
}

const KINDS = ['ConfigMap', 'Secret', 'SealedSecret'];

/**
 * The ConfigMaps and Secrets of a StackSet's package: in its folder and below, but for generated files; or those that were built with it.
 * A file that is no YAML, or too much of it, is none of ours and says nothing here.
 * @param folders those that were read, by path
 */
export function readConfiguration(
  files: FileTree,
  member: Member,
  folders: ReadonlyMap<string, FolderSources>,
): readonly PackageConfiguration[] {
  if (member.config.source === 'kustomize') return (member.built ?? []).filter(({ object }) => sameNamespace(member, object));
  const below = [...folders.values()].filter(({ path }) => isAtOrBelow(path, member.folder));
  return below
    .filter(({ path }) => path !== member.output)
    .flatMap(({ path, others }) => others.flatMap((name) => readFile(files, join(path, name))))
    .filter(({ object }) => sameNamespace(member, object));
}

function readFile(files: FileTree, path: string): readonly PackageConfiguration[] {
  const result = readPackageFile(files, path, KINDS);
  if (!result || !('content' in result) || !KINDS.some((kind) => result.content.includes(kind))) return [];
  const text = result.content.toString('utf8');
  return isTooDense(text) ? [] : configurationIn(parseYaml(text).documents, text);
}

/** The ConfigMaps and Secrets among the documents of a text. */
export function configurationIn(documents: readonly YamlDocument[], text: string): readonly PackageConfiguration[] {
  return documents.flatMap(({ value, start, end }) => {
    const object = value as KubernetesObject;
    if (!KINDS.includes(object?.kind) || typeof object.metadata?.name !== 'string') return [];
    return [{ object, encrypted: isEncrypted(object), text: `${text.slice(start, end).trim()}\n` }];
  });
}

/** SOPS keeps its keys under `sops` beside the data; a SealedSecret is encrypted as such. */
export const isEncrypted = (object: KubernetesObject): boolean => object.kind === 'SealedSecret' || 'sops' in object;
