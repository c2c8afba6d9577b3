import { cleanObject } from '../../core/import/clean-object.ts';
import { type KubernetesObject, type ObjectReference, referenceTo } from '../../core/model/kubernetes.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { Stack } from '../../core/model/stack.ts';
import { type ConfigurationSource, configurationReferences } from '../../core/resources/frozen-configuration.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { LeftOut } from './import-plan.ts';

/** The configuration that a Stack names: what Git may hold of it, and what it may not. */
export interface LiveConfiguration {
  readonly sources: readonly ConfigurationSource[];
  readonly leftOut: readonly LeftOut[];
}

/** A live Secret is never written: Git would show it to everyone who can read the repository. */
export function liveConfiguration(stack: Stack, live: LiveObjects, config: RenderConfig): LiveConfiguration {
  const sources: ConfigurationSource[] = [];
  const leftOut: LeftOut[] = [];
  for (const { field, name } of configurationReferences({ stack, config })) {
    const kind = field === 'configMapRef' ? 'ConfigMap' : 'Secret';
    const found = live.find(kind, stack.metadata.namespace, name);
    if (found && kind === 'ConfigMap') sources.push({ object: cleanObject<KubernetesObject>(found), encrypted: false });
    else if (found) leftOut.push({ object: referenceTo(found), cause: { why: 'PlainSecret' } });
    else leftOut.push({ object: named(kind, stack, name), cause: { why: 'NotInDump' } });
  }
  return { sources, leftOut };
}

function named(kind: string, { metadata: { namespace } }: Stack, name: string): ObjectReference {
  return { apiVersion: 'v1', kind, ...(namespace !== undefined && { namespace }), name };
}
