import { emitDocument } from '../../yaml/emit.ts';
import type { PlanEntry } from '../plan-entry.ts';
import { entryName } from './entry-lines.ts';

/** The objects that would be applied, as one YAML stream; a comment names the StackSet that each belongs to. */
export function* formatPlanYaml(entries: readonly PlanEntry[]): Generator<string> {
  for (const entry of entries) {
    for (const object of entry.part.resources) yield `---\n# StackSet ${entryName(entry)}\n${emitDocument(object)}`;
  }
}
