import type { KubernetesObject } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import { STACK_API_VERSION } from '../model/stack.ts';
import { type ChildRule, childMeta, NOTHING, stackProblem } from './child.ts';

/** The label from which the credentials' application is taken. */
const APPLICATION_LABEL = 'application';

/** Zalando's credentials, one set an entry. */
export const platformCredentialsSets: ChildRule = (context) => {
  const { stack, config } = context;
  if (!config.platformCredentialsSets) return NOTHING;
  const problems: Problem[] = [];
  const objects: KubernetesObject[] = [];
  for (const [index, { platformCredentialsSet: set }] of (stack.spec.configurationResources ?? []).entries()) {
    if (!set?.name) continue;
    const path = ['spec', 'configurationResources', index, 'platformCredentialsSet'];
    const application = stack.metadata.labels?.[APPLICATION_LABEL];
    if (!set.tokens) {
      problems.push(
        stackProblem(
          stack,
          'error',
          'TokensMissing',
          [...path, 'tokens'],
          `${set.name} has no tokens`,
          'List at least one token with its privileges.',
        ),
      );
    } else if (application === undefined) {
      const remedy = `Label the StackSet with ${APPLICATION_LABEL}.`;
      problems.push(
        stackProblem(stack, 'error', 'ApplicationLabelMissing', path, `${set.name} needs the stack's label ${APPLICATION_LABEL}`, remedy),
      );
    } else {
      const metadata = { ...childMeta(context), name: set.name };
      const spec = { application, token_version: 'v2', tokens: set.tokens };
      objects.push({ apiVersion: STACK_API_VERSION, kind: 'PlatformCredentialsSet', metadata, spec });
    }
  }
  return { objects, problems };
};
