import type { JsonObject } from '../model/kubernetes.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import type { SyncConfig } from '../model/sync-config.ts';
import { fieldAt } from './field-at.ts';
import { buildSyncConfig, type SyncConfigFile } from './sync-config/build-sync-config.ts';
import { checkSyncConfig } from './sync-config/check-sync-config.ts';

/** What flags say, in the words of the file: a field replaces the file's, however deep it is; lists and credentials replace whole. */
export interface SyncConfigOverrides {
  /** `metadata.name`. */
  readonly name?: string;
  readonly spec?: JsonObject;
}

/**
 * Reads the settings of `stackset sync`, with every default filled in.
 * @param document as read from YAML, of any shape; undefined where there is no file and the flags have to say it all
 * @param overrides are judged as the file is: a problem's path leads to the field that a flag stands for
 * @returns no settings where there is an error
 */
export function readSyncConfig(
  document: unknown,
  overrides: SyncConfigOverrides = {},
): { readonly config: SyncConfig | undefined; readonly problems: readonly Problem[] } {
  const kind = document === undefined ? 'SyncConfig' : fieldAt(document, ['kind']);
  if (kind !== 'SyncConfig') return { config: undefined, problems: [otherKind(kind)] };
  const settings = override(document, overrides);
  const problems = checkSyncConfig(settings);
  return { config: hasErrors(problems) ? undefined : buildSyncConfig(settings as SyncConfigFile), problems };
}

/** Parts of which only one may be given: what a flag says and what the file says would be two. */
const REPLACED_WHOLE: ReadonlySet<string> = new Set(['credentials']);

function override(document: unknown, { name, spec }: SyncConfigOverrides): unknown {
  const base = document ?? { apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'SyncConfig', metadata: {}, spec: {} };
  return merge(base, { ...(name !== undefined && { metadata: { name } }), ...(spec && { spec }) });
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const merged = Object.entries(over).map(([field, value]) => [
    field,
    REPLACED_WHOLE.has(field) ? (value ?? base[field]) : merge(base[field], value),
  ]);
  return { ...base, ...Object.fromEntries(merged) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function otherKind(kind: unknown): Problem {
  return {
    severity: 'error',
    reason: 'OtherKind',
    path: ['kind'],
    message: typeof kind === 'string' ? `${kind} holds no settings of sync` : 'the object has no kind',
    remedy: 'Give a SyncConfig of stackset-gitops.dev/v1alpha1.',
  };
}
