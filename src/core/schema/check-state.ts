import type { Problem } from '../model/problem.ts';
import { checkFields } from './check-fields.ts';
import { kubernetesPlaces, validateStackSetState } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';

/** Checks the fields of a StackSetState at every level, as `checkStackSetFields` does for a StackSet. */
export function checkStateFields(value: unknown): readonly Problem[] {
  return checkFields(value, { validate: validateStackSetState, kubernetesPlaces: kubernetesPlaces.StackSetState }).map(explainFault);
}
