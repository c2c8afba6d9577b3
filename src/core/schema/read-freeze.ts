import type { Freeze } from '../model/freeze.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import { parseTimestamp } from '../model/timestamp.ts';
import { checkFields } from './check-fields.ts';
import { validateFreeze } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';
import { fieldAt } from './field-at.ts';

/** `metadata.name` and what else the schema says, of a document without errors. */
interface FreezeFile {
  readonly spec: { readonly reason: string } & Pick<Freeze, 'until' | 'controllers'>;
}

/**
 * Reads the file of a freeze. It fails safe: whatever is wrong with it, there is a freeze, for everybody and without an end.
 * @param path of the file, from the repository's root
 * @param documents of the file, of any shape
 * @param faults what is wrong with the file as such: then its documents do not count
 */
export function readFreeze(path: string, documents: readonly unknown[], faults: readonly Problem[] = []): Freeze {
  const problems = hasErrors(faults) ? faults : [...faults, ...checkDocuments(documents)];
  if (hasErrors(problems)) return { path, why: '', problems };
  const { reason, until, controllers } = (documents[0] as FreezeFile).spec;
  return { path, why: reason, ...(until !== undefined && { until }), ...(controllers && { controllers }), problems };
}

function checkDocuments([document, ...others]: readonly unknown[]): readonly Problem[] {
  if (document === undefined) return [fault([], 'the file is empty')];
  if (others.length > 0) return [fault([], 'there is something else than the freeze in the file')];
  if (fieldAt(document, ['kind']) !== 'Freeze') return [fault(['kind'], 'the file holds no Freeze')];
  const problems = checkFields(document, 'Freeze', validateFreeze).map(explainFault);
  const until = fieldAt(document, ['spec', 'until']);
  if (hasErrors(problems) || typeof until !== 'string' || parseTimestamp(until) !== undefined) return problems;
  return [fault(['spec', 'until'], `${JSON.stringify(until)} is no time`)];
}

const fault = (path: Problem['path'], message: string): Problem => ({
  severity: 'error',
  reason: 'FreezeInvalid',
  path,
  message,
  remedy: 'Write one Freeze of stackset-gitops.dev/v1alpha1, as `stackset freeze` does, or remove the file.',
});
