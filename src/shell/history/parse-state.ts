import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import { parseYaml } from '../yaml/read.ts';

/** Far above any state, which has some hundred bytes for each stack. */
const MOST_BYTES = 16 << 20;

/** The state that a version of its file holds; undefined where a person or a merge left something else there. */
export function parseState(content: Buffer): StackSetState | undefined {
  if (content.length > MOST_BYTES) return undefined;
  const { documents, problems } = parseYaml(content.toString('utf8').replace(/^\uFEFF/, ''));
  const states = documents.filter(({ value }) => (value as { readonly kind?: unknown }).kind === 'StackSetState');
  const [document, ...others] = states;
  if (!document || others.length > 0 || problems.length > 0 || hasErrors(checkStateFields(document.value))) return undefined;
  return document.value as StackSetState;
}
