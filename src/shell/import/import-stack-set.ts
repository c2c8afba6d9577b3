import { join } from 'node:path';
import { checkStackSet } from '../../core/checks/check-stack-set.ts';
import { checkState } from '../../core/checks/check-state.ts';
import { DNS_1123_LABEL, nameFault } from '../../core/checks/name-format.ts';
import { cleanObject } from '../../core/import/clean-object.ts';
import { importedState, isUneven } from '../../core/import/imported-state.ts';
import { planStacks } from '../../core/lifecycle/plan-stacks.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { FALLBACK_SUFFIX } from '../../core/resources/fallback-route.ts';
import { leadingStack, renderRoutes } from '../../core/resources/render-routes.ts';
import { ordinalOf } from '../../core/resources/render-stack.ts';
import { checkStackSetFields } from '../../core/schema/check-stack-set.ts';
import type { LiveStackSet } from '../kubernetes/group-stack-sets.ts';
import { countAt } from '../kubernetes/live-object.ts';
import type { Owner } from '../package/file-headers.ts';
import type { LeftOut } from './import-plan.ts';
import { dumpIncomplete, firstApplyProblems, stackNameInvalid, versionNotLive, weightsScaled } from './import-problems.ts';
import { type ImportedStack, importStack, type LiveCluster } from './import-stack.ts';
import { withLiveTraffic } from './live-traffic.ts';
import { notRendered } from './not-rendered.ts';

/** A StackSet as Git will have it. */
export interface ImportedStackSet extends Owner {
  /** None where there is no Stack yet: the first one gets the traffic that is asked for. */
  readonly state?: StackSetState;
  /** In the order of creation. */
  readonly stacks: readonly ImportedStack[];
  /** The stack with the most weight, and the StackSet's own routes; none where nothing has traffic. */
  readonly leader?: ImportedStack;
  readonly routes: ReturnType<typeof renderRoutes>['objects'];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}

/** Makes of a live StackSet what render would have made, had it been in Git from the beginning. */
export function importStackSet(found: LiveStackSet, cluster: LiveCluster, config: RenderConfig, folder: string): ImportedStackSet {
  const { live, children } = cluster;
  const stackSet = cleanObject(found.stackSet);
  const owner: Owner = { stackSet, config, folder, output: join(folder, config.output) };
  const traffic = withLiveTraffic(found.state, live);
  const state = found.stacks.length > 0 ? importedState(traffic, config) : undefined;
  const identities = found.stacks.map((stack) => ({ name: stack.metadata.name, ordinal: ordinalOf(stack) }));
  const plans = planStacks(stackSet, identities, state, config);
  const known = new Map(found.stacks.map((stack) => [stack.metadata.name, stack]));
  const stacks = plans.map((plan) => importStack(plan, known.get(plan.name), owner, cluster));
  const leader = stacks.find(({ plan }) => plan.name === leadingStack(plans)?.name);
  const routes = leader ? renderRoutes(stackSet, plans, leader.rendered.stack, config) : { objects: [], problems: [] };
  const rendered = [...stacks.flatMap((stack) => stack.rendered.children), ...routes.objects];
  return {
    ...owner,
    ...(state && { state }),
    stacks,
    ...(leader && { leader }),
    routes: routes.objects,
    leftOut: [...stacks.flatMap((stack) => stack.leftOut), ...notRendered(stackSet, stacks, rendered, children)],
    problems: [
      ...found.problems.filter(({ object }) => object?.kind !== 'StackSet'),
      ...checkStackSetFields(stackSet).map((problem) => ({ ...problem, object: referenceTo(stackSet) })),
      ...checkedStackSet(stackSet, plans, stacks, config),
      ...(state
        ? checkState(
            state,
            stackSet,
            plans.map(({ name }) => name),
          )
        : []),
      ...nameProblems(found.stacks),
      ...countProblems(found),
      ...(isUneven(traffic) ? [weightsScaled(stackSet)] : []),
      ...stacks.flatMap((stack) => (stack.plan.created ? [versionNotLive(stackSet, stack.plan)] : [])),
      ...stacks.flatMap((stack) => stack.rendered.problems),
      ...routes.problems,
      ...firstApplyProblems(liveOnes(stacks, routes.objects), live, config),
    ],
  };
}

function nameProblems(stacks: LiveStackSet['stacks']): readonly Problem[] {
  return stacks.flatMap((stack) => {
    const fault = nameFault(stack.metadata.name, DNS_1123_LABEL);
    return fault === undefined ? [] : [stackNameInvalid(stack, fault)];
  });
}

function countProblems({ stackSet, stacks }: LiveStackSet): readonly Problem[] {
  const counted = countAt(stackSet, ['status', 'stacks']) ?? 0;
  return counted > stacks.length ? [dumpIncomplete(stackSet, counted, stacks.length)] : [];
}

/** A Stack that is not live yet is judged as a new one is, but for what stackset-controller itself would refuse and go on. */
function checkedStackSet(
  stackSet: StackSet,
  plans: readonly PlannedStack[],
  stacks: readonly ImportedStack[],
  config: RenderConfig,
): readonly Problem[] {
  const created = stacks.find(({ plan }) => plan.created)?.rendered.stack;
  return checkStackSet(stackSet, { config, stackNames: plans.map(({ name }) => name), ...(created && { created }) });
}

/** What must be live already: all but a new version's children, and the fallback, which no stackset-controller makes. */
const liveOnes = (stacks: readonly ImportedStack[], routes: ImportedStackSet['routes']): ImportedStackSet['routes'] => [
  ...stacks.filter(({ plan }) => !plan.created).flatMap(({ rendered }) => rendered.children),
  ...routes.filter(({ metadata }) => !metadata.name.endsWith(FALLBACK_SUFFIX)),
];
