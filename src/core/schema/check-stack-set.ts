import { type FieldPath, formatPath, type Problem } from '../model/problem.ts';
import { checkFields } from './check-fields.ts';
import { validateStackSet } from './compiled/validators.js';
import { explainFault } from './explain-fault.ts';
import { fieldAt } from './field-at.ts';
import { meantFields } from './meant-fields.ts';

const VERSION: FieldPath = ['spec', 'stackTemplate', 'spec', 'version'];
const MIN_READY_PERCENT: FieldPath = ['spec', 'minReadyPercent'];
const SCALEDOWN_TTL: FieldPath = ['spec', 'stackLifecycle', 'scaledownTTLSeconds'];

/**
 * Checks the fields of a StackSet at every level: unknown ones, wrong types, missing ones, values that could not work.
 * What the original takes although it hardly means what it says is a warning. Names, ports and the like, which need more
 * than one field to judge, are not checked here. `object` is left for the caller to fill in.
 * @param value a document whose kind is StackSet, as read from YAML; of any shape
 */
export function checkStackSetFields(value: unknown): readonly Problem[] {
  const faults = checkFields(value, 'StackSet', validateStackSet);
  const unversioned = isUnversioned(value) && !meantFields(faults).has(formatPath(VERSION));
  const errors = faults.filter((fault) => !(unversioned && formatPath(fault.path) === formatPath(VERSION))).map(explainFault);
  return [...errors, ...(unversioned ? [missingVersion] : []), ...surprisingNumbers(value)];
}

/**
 * The original's CustomResourceDefinition requires a version, so that an API server refuses a StackSet without one; its code would name
 * the stack `<stackset>-default`, once and for all.
 */
function isUnversioned(value: unknown): boolean {
  const template = fieldAt(value, ['spec', 'stackTemplate', 'spec']);
  if (typeof template !== 'object' || template === null || Array.isArray(template)) return false;
  const version = fieldAt(value, VERSION);
  return version === undefined || version === null || version === '';
}

const missingVersion: Problem = {
  severity: 'error',
  reason: 'MissingVersion',
  path: VERSION,
  message: '`version` is missing',
  remedy: 'Add it, for example version: v1. It names the stack, and a new version makes a new one.',
};

function surprisingNumbers(value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  const percent = fieldAt(value, MIN_READY_PERCENT);
  if (Number.isInteger(percent) && (Number(percent) <= 0 || Number(percent) > 100)) {
    problems.push({
      severity: 'warning',
      reason: 'SurprisingValue',
      path: MIN_READY_PERCENT,
      message: `${percent} counts as 100: all pods have to be ready`,
      remedy: 'Write a whole number from 1 to 100.',
    });
  }
  const seconds = fieldAt(value, SCALEDOWN_TTL);
  if (Number.isInteger(seconds) && Number(seconds) < 0) {
    problems.push({
      severity: 'warning',
      reason: 'SurprisingValue',
      path: SCALEDOWN_TTL,
      message: `${seconds} counts as 0: a stack is scaled down as soon as it has no traffic`,
      remedy: 'Write 0 or more seconds.',
    });
  }
  return problems;
}
