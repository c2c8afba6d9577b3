import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SyncConfig } from '../../../core/model/sync-config.ts';
import { fieldAt } from '../../../core/schema/field-at.ts';
import { readSyncConfig, type SyncConfigOverrides } from '../../../core/schema/read-sync-config.ts';
import { fileProblem, locate, yamlProblem } from '../../package/file-problem.ts';
import { reasonOf } from '../../package/list-files.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import { parseYaml, type YamlDocument } from '../../yaml/read.ts';

export interface SettingsReading {
  /** Missing where there is an error. */
  readonly config?: SyncConfig;
  readonly problems: readonly LocatedProblem[];
}

/**
 * Reads the settings of a controller from a file and from flags, which have the last word.
 * @param file undefined where the flags say it all
 */
export function readSettings(file: string | undefined, overrides: SyncConfigOverrides, workingDirectory: string): SettingsReading {
  if (file === undefined) return judge(undefined, overrides, (problem) => problem);
  const path = resolve(workingDirectory, file);
  const text = readText(path);
  if (typeof text !== 'string') return { problems: [text] };
  const { documents, problems } = parseYaml(text);
  const faults = problems.map((problem) => yamlProblem(path, problem));
  if (faults.some(({ severity }) => severity === 'error')) return { problems: faults };
  const [document, ...others] = documents.filter(({ value }) => fieldAt(value, ['kind']) === 'SyncConfig');
  if (!document) return { problems: [fileProblem(path, 'error', 'SyncConfigMissing', 'the file holds no SyncConfig', REMEDY)] };
  if (others.length > 0) return { problems: [ambiguous(path, others)] };
  return judge(document.value, overrides, (problem) => locate(problem, path, document));
}

const REMEDY = 'Name a file with apiVersion stackset-gitops.dev/v1alpha1, kind SyncConfig.';

function judge(value: unknown, overrides: SyncConfigOverrides, place: (problem: LocatedProblem) => LocatedProblem): SettingsReading {
  const { config, problems } = readSyncConfig(value, overrides);
  return { ...(config && { config }), problems: problems.map(place) };
}

function readText(path: string): string | LocatedProblem {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    return fileProblem(path, 'error', 'FileUnreadable', `the file cannot be read: ${reasonOf(cause)}`, REMEDY);
  }
}

const ambiguous = (path: string, [other]: readonly YamlDocument[]): LocatedProblem => ({
  ...fileProblem(path, 'error', 'SyncConfigAmbiguous', 'there is another SyncConfig in this file', 'Keep one of them.'),
  ...(other && { line: other.line }),
});
