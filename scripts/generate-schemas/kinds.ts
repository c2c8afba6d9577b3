import { freeze } from '../../src/core/schema/definitions/freeze.ts';
import { renderConfig } from '../../src/core/schema/definitions/render-config.ts';
import { stack } from '../../src/core/schema/definitions/stack.ts';
import { stackSet } from '../../src/core/schema/definitions/stack-set.ts';
import { stackSetState } from '../../src/core/schema/definitions/stack-set-state.ts';
import { syncConfig } from '../../src/core/schema/definitions/sync-config.ts';
import type { Schema } from '../../src/core/schema/definitions/vocabulary.ts';

export interface Kind {
  readonly kind: string;
  /** Name of the files made from it, without extension. */
  readonly file: string;
  readonly schema: Schema;
}

/** Every kind with a schema. A new one is a definition, a line here, and a check in src/core/schema. */
export const KINDS: readonly Kind[] = [
  { kind: 'StackSet', file: 'stackset', schema: stackSet },
  { kind: 'Stack', file: 'stack', schema: stack },
  { kind: 'StackSetState', file: 'stackset-state', schema: stackSetState },
  { kind: 'RenderConfig', file: 'render-config', schema: renderConfig },
  { kind: 'SyncConfig', file: 'sync-config', schema: syncConfig },
  { kind: 'Freeze', file: 'freeze', schema: freeze },
];

/** The models of Kubernetes that our definitions embed; scalars such as IntOrString are not among them. */
export function embeddedModels(schema: Schema): readonly string[] {
  const own = schema['x-kubernetes-type'];
  const below = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties].filter(
    (child): child is Schema => typeof child === 'object',
  );
  return [...(own !== undefined && /^V\d/.test(own) ? [own] : []), ...below.flatMap(embeddedModels)];
}
