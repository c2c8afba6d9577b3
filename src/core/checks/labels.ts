import { STACK_VERSION_LABEL, STACKSET_LABEL } from '../model/annotations.ts';
import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';
import { DNS_1123_SUBDOMAIN, LABEL_VALUE, nameFault } from './name-format.ts';

/** The StackSet's labels go to all its objects, where two of them have a meaning of their own. */
export const labelProblems: StackSetRule = (stackSet) => [
  ...Object.entries(stackSet.metadata.labels ?? {}).flatMap(([key, value]) => invalidLabel(stackSet, key, value)),
  ...overriddenVersion(stackSet),
  ...otherOwner(stackSet),
];

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function invalidLabel(stackSet: StackSet, key: string, value: string): readonly Problem[] {
  const keyFault = labelKeyFault(key);
  const valueFault = nameFault(value, LABEL_VALUE);
  const path = ['metadata', 'labels', key];
  return [
    ...(keyFault
      ? [
          errorOn(stackSet, {
            reason: 'LabelInvalid',
            path,
            message: `no label can have this key: it ${keyFault}`,
            remedy: 'Rename the label.',
          }),
        ]
      : []),
    ...(valueFault
      ? [
          errorOn(stackSet, {
            reason: 'LabelInvalid',
            path,
            message: `no label can have the value ${JSON.stringify(value)}: it ${valueFault}`,
            remedy: 'Shorten or rewrite the value, or make it an annotation.',
          }),
        ]
      : []),
  ];
}

/** A key is a name, which must not be empty, after an optional DNS prefix and a slash. */
function labelKeyFault(key: string): string | undefined {
  const slash = key.lastIndexOf('/');
  const name = key.slice(slash + 1);
  if (name === '') return 'needs a name';
  const prefixFault = slash < 0 ? undefined : nameFault(key.slice(0, slash), DNS_1123_SUBDOMAIN);
  return prefixFault ?? nameFault(name, LABEL_VALUE);
}

/** The version wins over a label of the StackSet, in the original as here. */
function overriddenVersion(stackSet: StackSet): readonly Problem[] {
  if (stackSet.metadata.labels?.[STACK_VERSION_LABEL] === undefined) return [];
  return [
    warningOn(stackSet, {
      reason: 'LabelOverridden',
      path: ['metadata', 'labels', STACK_VERSION_LABEL],
      message: "every stack gets its own version as this label, so the StackSet's value is lost",
      remedy: 'Remove the label, or rename it.',
    }),
  ];
}

/**
 * The StackSet's label wins over its name, in the original as here: selectors follow, so pods are found; but whoever looks for
 * the StackSet's objects by its name finds none, and pods of a StackSet that is really called so may be taken for these.
 */
function otherOwner(stackSet: StackSet): readonly Problem[] {
  const owner = stackSet.metadata.labels?.[STACKSET_LABEL];
  if (owner === undefined || owner === stackSet.metadata.name) return [];
  return [
    warningOn(stackSet, {
      reason: 'LabelNamesOtherStackSet',
      path: ['metadata', 'labels', STACKSET_LABEL],
      message: `all objects are labelled as if of a StackSet ${JSON.stringify(owner)}; where there is one, Services also reach its pods of the same version`,
      remedy: 'Remove the label: it is set by itself.',
    }),
  ];
}
