import type { StackSetRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { DNS_1123_LABEL, nameFault } from './name-format.ts';

/** A namespace is an RFC 1123 label: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespaceProblems: StackSetRule = (stackSet) => {
  const { namespace } = stackSet.metadata;
  const fault = namespace === undefined ? undefined : nameFault(namespace, DNS_1123_LABEL);
  if (fault === undefined) return [];
  return [
    errorOn(stackSet, {
      reason: 'NamespaceInvalid',
      path: ['metadata', 'namespace'],
      message: `no namespace can be called ${JSON.stringify(namespace)}: it ${fault}`,
      remedy: 'Write the name of a namespace, or leave it out and let the GitOps tool choose.',
    }),
  ];
};
