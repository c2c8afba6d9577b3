import { currentVersion, stackName } from '../lifecycle/stack-name.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import { FALLBACK_SUFFIX } from '../resources/fallback-route.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';
import type { CheckContext, StackSetRule } from './check-rule.ts';
import { type ClaimedName, claimedNames } from './claimed-names.ts';
import { errorOn, warningOn } from './finding.ts';

const RESERVED: readonly string[] = [SEGMENT_SUFFIX, FALLBACK_SUFFIX];
const VERSION_PATH: FieldPath = ['spec', 'stackTemplate', 'spec', 'version'];

/**
 * Versions that call a stack like a generated route. Where the stack has such a route of its own, one would overwrite the other; elsewhere
 * the name is confusing and the original accepts it.
 */
export const reservedNameProblems: StackSetRule = (stackSet, context) => {
  const collisions = collidingNames(stackSet, context);
  return collisions.length > 0 ? collisions : reservedVersion(stackSet);
};

/** Within a StackSet only such a name can be taken twice. */
function collidingNames(stackSet: StackSet, { config, stackNames }: CheckContext): readonly Problem[] {
  if (!stackNames.some((name) => RESERVED.some((suffix) => name.endsWith(suffix)))) return [];
  const taken = new Map<string, ClaimedName>();
  return claimedNames(stackSet, stackNames, config).flatMap((claim) => {
    const key = `${claim.kind} ${claim.name}`;
    const first = taken.get(key);
    taken.set(key, first ?? claim);
    if (first === undefined) return [];
    return [
      errorOn(stackSet, {
        reason: 'NameReserved',
        path: VERSION_PATH,
        message: `${claim.what} and ${first.what} would both be called ${claim.name}, and overwrite each other`,
        remedy: 'Choose another version, and remove the stack that has this one.',
      }),
    ];
  });
}

function reservedVersion(stackSet: StackSet): readonly Problem[] {
  const name = stackName('', currentVersion(stackSet));
  const suffix = RESERVED.find((candidate) => name.endsWith(candidate));
  if (suffix === undefined) return [];
  return [
    warningOn(stackSet, {
      reason: 'NameReserved',
      path: VERSION_PATH,
      message: `generated routes have names that end in ${suffix}, and this version calls a stack like one`,
      remedy: 'Choose another version.',
    }),
  ];
}
