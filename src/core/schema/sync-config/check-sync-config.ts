import type { FieldPath, Problem } from '../../model/problem.ts';
import { checkFields } from '../check-fields.ts';
import { validateSyncConfig } from '../compiled/validators.js';
import { DNS_SUBDOMAIN_PATTERN } from '../definitions/vocabulary.ts';
import { explainFault } from '../explain-fault.ts';
import type { Fault } from '../fault.ts';
import { fieldAt } from '../field-at.ts';
import { checkBranchName } from './branch-name.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkDuration, DEBOUNCE, POLL_INTERVAL } from './durations.ts';
import { invalid, quote } from './finding.ts';
import { checkRepositoryPath, normalizePath } from './repository-path.ts';
import { checkRepositoryUrl } from './repository-url.ts';

/** A check of one text, wherever it is. */
type TextCheck = (text: string, path: FieldPath) => readonly Problem[];

/** Where texts are that no schema can judge; `*` stands for all items of a list. */
const TEXTS: readonly (readonly [FieldPath, TextCheck])[] = [
  [['metadata', 'name'], checkControllerName],
  [['spec', 'repository', 'url'], checkRepositoryUrl],
  [['spec', 'repository', 'branch'], checkBranchName],
  [['spec', 'repository', 'paths', '*'], checkRepositoryPath],
  [['spec', 'repository', 'files', '*'], checkFilePattern],
  [['spec', 'repository', 'freezeFile'], checkRepositoryPath],
  [['spec', 'targets', '*', 'path'], checkRepositoryPath],
  [['spec', 'output', 'branch'], checkBranchName],
  [['spec', 'delivery', 'appliedBy', '*', 'path'], checkRepositoryPath],
  [['spec', 'pollInterval'], (text, path) => checkDuration(text, POLL_INTERVAL, path)],
  [['spec', 'debounce'], (text, path) => checkDuration(text, DEBOUNCE, path)],
];

/**
 * Everything that is wrong with a SyncConfig: unknown fields and wrong types at every level, and values that Git, ssh or a shell could
 * take for something else than what they are meant as.
 * @param value a document, as read from YAML; of any shape
 */
export function checkSyncConfig(value: unknown): readonly Problem[] {
  const faults = checkFields(value, 'SyncConfig', validateSyncConfig).map(withoutSecret).map(explainFault);
  const texts = TEXTS.flatMap(([pattern, check]) => textsAt(value, pattern).flatMap(({ text, path }) => check(text, path)));
  return [
    ...faults,
    ...texts,
    ...checkCredentials(fieldAt(value, ['spec', 'repository'])),
    ...sharedBranch(value),
    ...repeatedTargets(value),
  ];
}

/** Where the name of a file is wanted, people paste what is in it. */
function withoutSecret(fault: Fault): Fault {
  const isNear = fault.path.some((step) => step === 'credentials' || step === 'signing' || step === 'webhook');
  return isNear && fault.kind === 'InvalidFormat' ? { ...fault, found: '…' } : fault;
}

function textsAt(value: unknown, pattern: FieldPath): readonly { readonly text: string; readonly path: FieldPath }[] {
  const star = pattern.indexOf('*');
  if (star < 0) {
    const text = fieldAt(value, pattern);
    return typeof text === 'string' ? [{ text, path: pattern }] : [];
  }
  const list = fieldAt(value, pattern.slice(0, star));
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => textsAt(value, [...pattern.slice(0, star), index, ...pattern.slice(star + 1)]));
}

/** It stands in states, in trailers of commits and in the name of a Lease. */
function checkControllerName(name: string, path: FieldPath): readonly Problem[] {
  if (name.length <= 63 && new RegExp(DNS_SUBDOMAIN_PATTERN).test(name)) return [];
  const message = `${quote(name)} cannot be the id of a controller`;
  return [
    invalid({
      reason: 'ControllerNameInvalid',
      path,
      message,
      remedy: 'Write at most 63 lower-case letters, digits and inner hyphens, such as eu-1.',
    }),
  ];
}

/** Each star makes matching dearer, and a name with many is one that nobody meant. */
function checkFilePattern(pattern: string, path: FieldPath): readonly Problem[] {
  if (pattern.split('*').length <= 4 && pattern.length <= 255) return [];
  return [
    invalid({
      reason: 'PatternTooComplex',
      path,
      message: `${quote(pattern)} has more than three stars, or is longer than any file name`,
      remedy: 'Write a pattern such as *-stackset.yaml.',
    }),
  ];
}

function sharedBranch(value: unknown): readonly Problem[] {
  const output = fieldAt(value, ['spec', 'output', 'branch']);
  if (output === undefined || output !== fieldAt(value, ['spec', 'repository', 'branch'])) return [];
  const message = `${quote(String(output))} is the branch that people write`;
  return [
    invalid({
      reason: 'OutputBranchShared',
      path: ['spec', 'output', 'branch'],
      message,
      remedy: 'Name another branch, or leave `output` out to write to that one.',
    }),
  ];
}

function repeatedTargets(value: unknown): readonly Problem[] {
  const targets = textsAt(value, ['spec', 'targets', '*', 'path']).map(({ text, path }) => ({ folder: normalizePath(text), path }));
  return targets.flatMap(({ folder, path }, index) => {
    const first = targets.findIndex((target) => target.folder === folder);
    if (first === index) return [];
    return [
      invalid({
        reason: 'TargetRepeated',
        path,
        message: `${quote(folder)} has a namespace already, in spec.targets[${first}]`,
        remedy: 'Remove one of them.',
      }),
    ];
  });
}
