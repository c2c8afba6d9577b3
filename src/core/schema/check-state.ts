import type { Problem } from '../model/problem.ts';
import { checkFields } from './check-fields.ts';
import { validateStackSetState } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';

/** Checks the fields of a StackSetState at every level, as `checkStackSetFields` does for a StackSet. */
export function checkStateFields(value: unknown): readonly Problem[] {
  return checkFields(value, 'StackSetState', validateStackSetState).map(explainFault);
}
