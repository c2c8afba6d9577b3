import { checkStackSet } from '../../core/checks/check-stack-set.ts';
import { checkState } from '../../core/checks/check-state.ts';
import { templateDrift } from '../../core/checks/template-drift.ts';
import { routesFile, stackFile } from '../../core/layout/generated-files.ts';
import { buildResolved, resolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { buildStack, buildStackSpec } from '../../core/lifecycle/build-stack.ts';
import { planStacks } from '../../core/lifecycle/plan-stacks.ts';
import { stackHash } from '../../core/lifecycle/stack-hash.ts';
import { currentVersion, stackName } from '../../core/lifecycle/stack-name.ts';
import { formatPath } from '../../core/model/problem.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { PlannedStack, StackIdentity } from '../../core/model/stack-plan.ts';
import { leadingStack, renderRoutes } from '../../core/resources/render-routes.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { emitDocument, emitDocuments } from '../yaml/emit.ts';
import { resolvedHeader, routesHeader, routesInput } from './file-headers.ts';
import { locate } from './file-problem.ts';
import { sha256 } from './header.ts';
import { locateInMember, type Member, ownStackFiles } from './member.ts';
import type { OutputFolder } from './output-folder.ts';
import type { FoundState } from './read-state.ts';
import { type StackFileContext, StackFiles } from './stack-files.ts';

export interface StackSetPlan {
  readonly member: Member;
  readonly stacks: readonly PlannedStack[];
}

/** Plans the files of one StackSet into its output folder; problems are left there too. */
export function planStackSet(member: Member, found: FoundState | undefined, output: OutputFolder, context: StackFileContext): StackSetPlan {
  const { stackSet, config } = member;
  const stacks = planStacks(stackSet, knownStacks(member, output), found?.state, config);
  const created = stacks.find((stack) => stack.created);
  const newStack = created && buildStack(stackSet, created.ordinal, config, sha256);
  const stackNames = stacks.map(({ name }) => name);
  const problems = checkStackSet(stackSet, { config, stackNames, ...(newStack && { created: newStack }) }).filter(
    ({ path }) => !member.faultyFields.has(formatPath(path)),
  );
  output.problems.push(...problems.map((problem) => locateInMember(member, problem)));
  if (found) output.problems.push(...stateProblems(found, member, stackNames, context.allowRemoval));

  const files = new StackFiles(member, output, context);
  for (const plan of stacks) files.plan(plan, plan.created ? newStack : undefined);
  warnOfDrift(member, output, files);
  planRoutes(member, stacks, output, files);
  if (config.source === 'kustomize')
    output.writeDerived(resolvedFile(stackSet.metadata.name), resolvedHeader(member), emitDocument(buildResolved(stackSet, config)));
  return { member, stacks };
}

/** The stacks in Git, by the headers of their files. */
function knownStacks(member: Member, output: OutputFolder): readonly StackIdentity[] {
  return ownStackFiles(member, output.generated).map(({ header }) => ({ name: header.stack ?? '', ordinal: header.ordinal ?? 0 }));
}

function stateProblems(
  { state, source }: FoundState,
  { stackSet }: Member,
  stackNames: readonly string[],
  allowRemoval: boolean,
): readonly LocatedProblem[] {
  return checkState(state, stackSet, stackNames)
    .filter(({ reason }) => !(allowRemoval && reason === 'StackWithWeightMissing'))
    .map((problem) => locate(problem, source.file, source.document));
}

/** A template that changed under a version that has its stack is not rolled out, and a person should know. */
function warnOfDrift(member: Member, output: OutputFolder, files: StackFiles): void {
  const name = stackName(member.stackSet.metadata.name, currentVersion(member.stackSet));
  const header = output.entry(stackFile(name))?.header;
  if (!header || header.spec === stackHash(buildStackSpec(member.stackSet), sha256)) return;
  const stack = files.stack(name);
  if (stack)
    output.problems.push(...templateDrift(member.stackSet, stack, member.config).map((problem) => locateInMember(member, problem)));
}

/** The StackSet's own routes, rendered again only where something that they show has changed. */
function planRoutes(member: Member, stacks: readonly PlannedStack[], output: OutputFolder, files: StackFiles): void {
  const leader = leadingStack(stacks);
  const name = routesFile(member.stackSet.metadata.name);
  if (!leader) return;
  const input = routesInput(member, stacks, leader, files.specHash(leader.name));
  const entry = output.entry(name);
  if (entry?.intact && entry.header.input === input) {
    output.keep(name);
    return;
  }
  const stack = files.stack(leader.name);
  if (stack) writeRoutes(member, stacks, stack, name, input, output);
}

function writeRoutes(
  member: Member,
  stacks: readonly PlannedStack[],
  leader: Stack,
  name: string,
  input: string,
  output: OutputFolder,
): void {
  const { objects, problems } = renderRoutes(member.stackSet, stacks, leader, member.config);
  output.problems.push(...problems.map((problem) => locateInMember(member, problem)));
  if (objects.length > 0) output.writeDerived(name, routesHeader(member, input), emitDocuments(objects));
}
