import type { Problem } from '../model/problem.ts';
import { checkFields } from './check-fields.ts';
import { validateStack } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';

/** Checks the fields of a Stack at every level, as `checkStackSetFields` does for a StackSet. */
export function checkStackFields(value: unknown): readonly Problem[] {
  return checkFields(value, 'Stack', validateStack).map(explainFault);
}
