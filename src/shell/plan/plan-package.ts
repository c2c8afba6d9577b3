import { templateDrift } from '../../core/checks/template-drift.ts';
import { currentVersion, stackName } from '../../core/lifecycle/stack-name.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { observeStacks } from '../kubernetes/observe-stacks.ts';
import type { GitPackage } from '../package/read-packages.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { buildStackSetPlan } from './build-plan.ts';
import { liveNamespace } from './live-namespace.ts';
import { type PlanEntry, refusedEntry } from './plan-entry.ts';
import { planStackSet } from './plan-stack-set.ts';

/**
 * What would happen now to a StackSet in Git: Git has the decisions so far, the live objects show how far the cluster is.
 * @param namespace of a StackSet that names none; the one where the live objects are, where it is undefined
 */
export function planPackage(found: GitPackage, all: LiveObjects, now: Timestamp, namespace: string | undefined): PlanEntry {
  const { stackSet, config } = found;
  const place = liveNamespace(stackSet, all, namespace);
  const problems = [...found.problems, ...place.problems.map(found.locate)];
  if (hasErrors(problems)) return refusedEntry(stackSet, problems, all);

  const live = stackSet.metadata.namespace === undefined ? withoutNamespace(all, place.namespace) : all;
  const stacks = found.stacks.map(({ stack }) => stack);
  const observation = observeStacks(stackSet, stacks, live, config);
  const input = { stackSet, stacks: found.stacks, state: found.state, observation, configuration: found.configuration };
  const outlook = planStackSet(input, now, { config, awaitRoutes: true });
  const located = [...outlook.problems.map(found.locate), ...drift(found)];
  const writesState = outlook.decision.worthACommit && outlook.decision.events.length === 0;
  return { part: buildStackSetPlan(outlook, config), outlook, writesState, problems: [...problems, ...located], live };
}

/** The objects of one namespace as Git has them, where a package leaves its namespace to whoever applies it. */
const withoutNamespace = (live: LiveObjects, namespace: string | undefined): LiveObjects =>
  new LiveObjects(
    live.all
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata: { namespace: _namespace, ...metadata }, ...object }) => ({ ...object, metadata }) as (typeof live.all)[number]),
  );

/** A template that changed under a version that has its stack is not rolled out, and a person should know. */
function drift({ stackSet, stacks, config, locate }: GitPackage): readonly LocatedProblem[] {
  const name = stackName(stackSet.metadata.name, currentVersion(stackSet));
  return stacks
    .filter(({ stack }) => stack.metadata.name === name)
    .flatMap(({ stack }) => templateDrift(stackSet, stack, config).map(locate));
}
