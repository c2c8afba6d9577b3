import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { LOCAL_CONFIG_ANNOTATION } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { RenderedPackage } from '../package/render-plan.ts';
import { parseYaml } from '../yaml/read.ts';

/** The objects of each generated file of a package, by the file's name. */
export async function generatedObjects(
  { files }: RenderedPackage,
  workingDirectory: string,
): Promise<ReadonlyMap<string, readonly KubernetesObject[]>> {
  const texts = await Promise.all(files.map((path) => readFile(resolve(workingDirectory, path), 'utf8')));
  return new Map(
    files.map((path, index) => [basename(path), parseYaml(texts[index] ?? '').documents.map(({ value }) => value as KubernetesObject)]),
  );
}

/** Whether kustomize hands an object on to the cluster; a kustomization is read by kustomize itself. */
export const isApplied = ({ kind, metadata }: KubernetesObject): boolean =>
  kind !== 'Kustomization' && metadata.annotations?.[LOCAL_CONFIG_ANNOTATION] === undefined;
