import type { Configs, KptFunc, KubernetesObject, Result } from 'kpt-functions';
import type { KrmObject } from './item.ts';
import { isItemConfigs } from './item-configs.ts';
import { resultOf } from './item-problem.ts';
import { planItems } from './plan-items.ts';

/** Expands the StackSets among the items. With an error among the results the items are left as they are. */
export const renderFunction: KptFunc = async (configs: Configs) => {
  const items = configs.getAll() as unknown as readonly KrmObject[];
  const known = isItemConfigs(configs) ? configs : undefined;
  const functionConfig = configs.getFunctionConfig() as unknown as KrmObject | undefined;
  const changed = planItems(items, functionConfig, (item) => known?.headComment(item));
  // The SDK's type has 'warn' and 'suggestedValue', where the specification and all orchestrators have other names.
  configs.addResults(...(changed.problems.map(resultOf) as unknown as Result[]));
  if (changed.items === items) return;
  configs.deleteAll();
  configs.insert(...(changed.items as unknown as KubernetesObject[]));
  for (const [item, comment] of changed.headComments) known?.setHeadComment(item, comment);
};

renderFunction.usage = `Expands every StackSet (zalando.org/v1) among the items into its Stacks and all their children: Deployment, Service,
HorizontalPodAutoscaler, Ingress, RouteGroup and more.

Reads a ResourceList from stdin and writes one, with results, to stdout. Items with a path get their Stacks into the folder
stacks/ beside the StackSet, byte for byte as \`stackset render\` writes them; items without one (kustomize build) get them
among the others, and the StackSet leaves as local-config.

functionConfig (optional): a RenderConfig of stackset-gitops.dev/v1alpha1, or a ConfigMap with the same settings under data.
Without it the nearest RenderConfig among the items counts. Exits with 1 where a result is an error; the items are unchanged then.

  $ kpt fn eval DIR --exec render.mjs
  $ kpt fn eval DIR --exec render.mjs -- clusterDomains=apps.example.org
  $ kustomize build --enable-alpha-plugins --enable-exec DIR
`;
