import type { KubernetesObject } from '../model/kubernetes.ts';
import { type ChildRule, childMeta, NOTHING } from './child.ts';

/** ConfigMaps written inline in the template. */
export const inlineConfigMaps: ChildRule = (context) => {
  if (!context.config.configMaps) return NOTHING;
  const objects = (context.stack.spec.configurationResources ?? []).flatMap(({ configMap }): readonly KubernetesObject[] =>
    configMap?.name
      ? [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { ...childMeta(context), name: configMap.name },
            ...(configMap.data && { data: configMap.data }),
          },
        ]
      : [],
  );
  return { objects, problems: [] };
};
