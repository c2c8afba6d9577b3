import type { StackSetRule } from './check-rule.ts';
import { errorOn } from './finding.ts';

/** The API server takes only absolute paths, for the pathType ImplementationSpecific too; an empty one is left out. */
export const ingressPathProblems: StackSetRule = (stackSet) => {
  const path = stackSet.spec.ingress?.path;
  if (!path || path.startsWith('/')) return [];
  return [
    errorOn(stackSet, {
      reason: 'IngressPathRelative',
      path: ['spec', 'ingress', 'path'],
      message: `the path ${JSON.stringify(path)} does not begin with a slash`,
      remedy: `Write /${path}.`,
    }),
  ];
};
