import type { Problem } from '../model/problem.ts';
import { checkFields } from './check-fields.ts';
import { validateRenderConfig } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';

/** Checks the fields of a RenderConfig at every level, as `checkStackSetFields` does for a StackSet. */
export function checkRenderConfigFields(value: unknown): readonly Problem[] {
  return checkFields(value, 'RenderConfig', validateRenderConfig).map(explainFault);
}
