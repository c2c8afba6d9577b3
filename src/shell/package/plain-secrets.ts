import { holdsSecrets } from '../../core/resources/plain-secret.ts';
import { isTooDense } from '../yaml/density.ts';
import { parseYaml } from '../yaml/read.ts';
import { isEncrypted } from './configuration.ts';
import { isKubernetesObject } from './is-kubernetes-object.ts';
import type { FileContent } from './read-file.ts';
import type { SourceDocument } from './sources.ts';

const KIND = /["']?kind["']?\s*:\s*["']?Secret\b/;

/** The Secrets of a person's file that are not encrypted. What is no YAML, or too much of it, is none of ours and says nothing here. */
export function plainSecretsIn(file: string, read: FileContent): readonly SourceDocument[] {
  if (!read || !('content' in read) || !read.content.includes('Secret')) return [];
  const text = read.content.toString('utf8');
  if (!KIND.test(text) || isTooDense(text)) return [];
  return parseYaml(text).documents.flatMap((document) => {
    const object = document.value;
    return isKubernetesObject(object) && holdsSecrets(object) && !isEncrypted(object) ? [{ file, document, object }] : [];
  });
}
