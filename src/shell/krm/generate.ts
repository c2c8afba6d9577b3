import { checkPackage } from '../../core/checks/check-package.ts';
import { checkStackSet } from '../../core/checks/check-stack-set.ts';
import { checkState } from '../../core/checks/check-state.ts';
import { templateDrift } from '../../core/checks/template-drift.ts';
import { buildStackSpec } from '../../core/lifecycle/build-stack.ts';
import { stackHash } from '../../core/lifecycle/stack-hash.ts';
import { currentVersion, stackName } from '../../core/lifecycle/stack-name.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { type Rendering, render } from '../../core/render.ts';
import { type ConfigurationSource, configurationReferences } from '../../core/resources/frozen-configuration.ts';
import { onTemplate } from '../../core/resources/template-problem.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import { renderNeeded } from '../package/kustomize-problem.ts';
import type { KrmObject } from './item.ts';
import { about, type ItemProblem, itemError } from './item-problem.ts';
import { isIntact, type KnownStackItem, knownStacks, packageConfiguration } from './known-stacks.ts';
import type { Member } from './members.ts';
import { placementOf, withoutBookkeeping } from './placement.ts';

/** What becomes of a StackSet, before it is put among the items. */
export interface Generated<M extends Member = Member> {
  readonly member: M;
  readonly known: readonly KnownStackItem[];
  /** What a new stack freezes its copies from. */
  readonly configuration: readonly ConfigurationSource[];
  readonly rendering: Rendering;
  readonly problems: readonly ItemProblem[];
}

const NOTHING: Rendering = { stacks: [], routes: [], problems: [] };

/** The items that a StackSet is rendered from. */
export interface Ingredients {
  /** Those that lie where its Stacks do. */
  readonly neighbours: readonly KrmObject[];
  /** The ConfigMaps and Secrets of all packages. */
  readonly configuration: readonly KrmObject[];
  readonly state: KrmObject | undefined;
}

/** Renders a StackSet of the list, with all that is wrong with it. */
export function generate<M extends Member>(member: M, { neighbours, configuration: found, state }: Ingredients): Generated<M> {
  const { stackSet, config } = member;
  const known = knownStacks(member, neighbours);
  const broken = known.filter(({ item }) => !isIntact(item));
  // What an edited Stack would render to is of no interest, and it may be of any shape.
  if (broken.length > 0) return { member, known, configuration: [], rendering: NOTHING, problems: broken.map(({ item }) => edited(item)) };
  const stateProblems = state ? about(state, checkStateFields(withoutBookkeeping(state))) : [];
  const validState = state && !hasErrors(stateProblems) ? (withoutBookkeeping(state) as unknown as StackSetState) : undefined;
  const configuration = packageConfiguration(member, found);
  const rendering = render({ stackSet, stacks: known, config, configuration, ...(validState && { state: validState }) });
  const stackNames = rendering.stacks.map(({ stack }) => stack.metadata.name);
  const created = rendering.stacks.find(({ plan }) => plan.created)?.stack;
  const isUnbuilt =
    created && member.place && config.source === 'kustomize' && configurationReferences({ stack: created, config }).length > 0;
  const judged = [
    ...(isUnbuilt ? [onTemplate(renderNeeded(created), stackSet)] : []),
    ...checkStackSet(stackSet, { config, stackNames, ...(created && { created }) }),
    ...rendering.problems,
    ...driftOf(member, known),
  ];
  return {
    member,
    known,
    configuration,
    rendering,
    problems: [
      ...stateProblems,
      ...(validState && state ? about(state, checkState(validState, stackSet, stackNames)) : []),
      ...judged.map((problem) => locate(problem, member, known)),
    ],
  };
}

/**
 * Names that StackSets of one output folder claim twice.
 * @param output the folder; '' in a pipeline without files
 */
export function claimProblems(generated: readonly Generated[], output: string): readonly ItemProblem[] {
  const claims = generated.map(({ member: { stackSet, config }, rendering }) => ({
    stackSet,
    config,
    output,
    stackNames: rendering.stacks.map(({ plan }) => plan.name),
  }));
  return checkPackage(claims).flatMap(({ index, problem }) => {
    const member = generated[index]?.member;
    return member ? [{ ...problem, item: member.item }] : [];
  });
}

/** A template that changed under a version that has its Stack is not rolled out, and a person should know. */
function driftOf({ stackSet, config }: Member, known: readonly KnownStackItem[]): readonly Problem[] {
  const current = known.find(({ stack }) => stack.metadata.name === stackName(stackSet.metadata.name, currentVersion(stackSet)));
  if (!current || stackHash(current.stack.spec) === stackHash(buildStackSpec(stackSet))) return [];
  return templateDrift(stackSet, current.stack, config);
}

function locate(problem: Problem, { item }: Member, known: readonly KnownStackItem[]): ItemProblem {
  const stack = problem.object?.kind === 'Stack' ? known.find(({ stack }) => stack.metadata.name === problem.object?.name) : undefined;
  return { ...problem, item: stack?.item ?? item };
}

function edited(item: KrmObject): ItemProblem {
  const path = placementOf(item)?.path;
  return itemError(
    item,
    'GeneratedFileEdited',
    'the Stack was edited: its spec no longer fits the hash that was frozen with it',
    path === undefined
      ? 'Change the StackSet instead, with a new version. In kustomize, keep images and patches away from Stacks: limit them to the StackSet.'
      : `Take the edit back (git checkout -- ${path}) and change the StackSet instead, with a new version.`,
  );
}
