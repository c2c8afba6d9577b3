import { currentVersion, stackName } from '../lifecycle/stack-name.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import { FALLBACK_SUFFIX } from '../resources/fallback-route.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';
import type { CheckContext, StackSetRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';

const VERSION_PATH: FieldPath = ['spec', 'stackTemplate', 'spec', 'version'];

/**
 * Stacks called like a generated route: the stack's own Ingress would be that route, and one of the two would be lost. The original
 * accepts such a version as long as there is no stack to collide with.
 */
export const reservedNameProblems: StackSetRule = (stackSet, context) => {
  const collisions = context.stackNames.flatMap((name) => collision(name, stackSet, context));
  return collisions.length > 0 ? collisions : reservedVersion(stackSet);
};

function collision(name: string, stackSet: StackSet, { stackNames, config }: CheckContext): readonly Problem[] {
  const owner = stackNames.find((other) => `${other}${SEGMENT_SUFFIX}` === name);
  const isFallback = config.gapFallback && name === `${stackSet.metadata.name}${FALLBACK_SUFFIX}`;
  if (owner === undefined && !isFallback) return [];
  return [
    errorOn(stackSet, {
      reason: 'NameReserved',
      path: VERSION_PATH,
      message: `the stack ${name} is called like ${owner ? `the segment of ${owner}` : "the StackSet's fallback route"}, so that their routes would overwrite each other`,
      remedy: `Choose a version that does not end in ${owner ? SEGMENT_SUFFIX : FALLBACK_SUFFIX.slice(1)}.`,
    }),
  ];
}

function reservedVersion(stackSet: StackSet): readonly Problem[] {
  const version = currentVersion(stackSet);
  if (!stackName('', version).endsWith(SEGMENT_SUFFIX)) return [];
  return [
    warningOn(stackSet, {
      reason: 'NameReserved',
      path: VERSION_PATH,
      message: `a version that ends in ${SEGMENT_SUFFIX.slice(1)} is called like the segment of another stack`,
      remedy: 'Choose another version.',
    }),
  ];
}
