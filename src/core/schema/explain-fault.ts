import type { FieldPath, Problem } from '../model/problem.ts';
import { describeValue, nameType, nameTypes } from './describe-value.ts';
import type { ExpectedType, Fault, UnknownField } from './fault.ts';
import { suggest } from './suggest.ts';

/** Lists of names longer than this help nobody. */
const FEW = 12;

/** The same fault in words: what is wrong, and what to do. */
export function explainFault(fault: Fault): Problem {
  return { severity: 'error', reason: fault.kind, path: fault.path, ...words(fault) };
}

type Words = Pick<Problem, 'message' | 'remedy'>;

function words(fault: Fault): Words {
  switch (fault.kind) {
    case 'UnknownField':
      return { message: `unknown field \`${lastStep(fault.path)}\``, remedy: renameOrRemove(fault) };
    case 'MissingField':
      return {
        message: `\`${lastStep(fault.path)}\` is missing`,
        remedy: `Add \`${lastStep(fault.path)}\`${fault.expected.length > 0 ? `, ${nameTypes(fault.expected)}` : ''}.`,
      };
    case 'WrongType':
      return {
        message: `${nameTypes(fault.expected)} was expected, got ${describeValue(fault.found)}`,
        remedy: retype(fault.expected, fault.found),
      };
    case 'UnknownValue':
      return { message: `${describeValue(fault.found)} is not known here`, remedy: choose(fault.found, fault.allowed) };
    case 'InvalidFormat':
      return { message: `${describeValue(fault.found)} is not ${fault.meaning}`, remedy: `Write ${fault.meaning}.` };
    case 'TooSmall':
      return { message: `${describeValue(fault.found)} is too small`, remedy: `Write ${fault.least} or more.` };
    case 'TooLarge':
      return { message: `${describeValue(fault.found)} is too large`, remedy: `Write ${fault.most} or less.` };
    case 'EmptyList':
      return { message: 'the list is empty', remedy: 'Add at least one item.' };
    case 'RepeatedItem':
      return { message: `${describeValue(fault.found)} is in the list twice, first as item ${fault.first}`, remedy: 'Remove one of them.' };
  }
}

const lastStep = (path: FieldPath): string => String(path.at(-1) ?? '');

function renameOrRemove({ known, meant }: UnknownField): string {
  if (meant !== undefined) return `Did you mean \`${meant}\`? Else remove it.`;
  if (known.length === 0 || known.length > FEW) return 'Remove it.';
  return `Remove it. Known here: ${known.join(', ')}.`;
}

function choose(found: unknown, allowed: readonly (string | number)[]): string {
  if (allowed.length === 1) return `Write ${allowed[0]}.`;
  const all = `Write one of ${allowed.join(', ')}.`;
  const suggestion = typeof found === 'string' ? suggest(found, allowed.map(String)) : undefined;
  return suggestion === undefined ? all : `Did you mean ${suggestion}? ${all}`;
}

function retype(expected: readonly ExpectedType[], found: unknown): string {
  if (found === null) return 'Give it a value, or remove the field.';
  if (typeof found === 'string' && meansExpected(found, expected)) return `Write ${found.trim()} without quotes.`;
  if (expected[0] === 'string' && isScalar(found)) return `Put it in quotes: "${found}".`;
  if (expected.includes('array')) return 'Write a list, each item on a line that starts with `- `.';
  if (expected.includes('object')) return 'Write fields below it, each as `name: value` on an indented line.';
  return `Write ${expected.map(nameType).join(' or ')}.`;
}

const isScalar = (found: unknown): boolean => typeof found === 'number' || typeof found === 'boolean' || typeof found === 'bigint';

/** Whether the quotes alone are wrong: `"3"` for a number, `"true"` for a boolean. */
function meansExpected(found: string, expected: readonly ExpectedType[]): boolean {
  const bare = found.trim();
  if (expected.includes('boolean')) return bare === 'true' || bare === 'false';
  if (expected.includes('number')) return /^-?\d+(\.\d+)?$/.test(bare);
  return expected.includes('integer') && /^-?\d+$/.test(bare);
}
