import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import type { RenderedStack } from '../../core/resources/render-stack.ts';
import { type FileHeader, inputHash } from './header.ts';
import type { Member } from './member.ts';
import { packagePath, renderInput } from './render-input.ts';

/** What a header says of the StackSet that its file is generated for. */
export type Owner = Pick<Member, 'stackSet' | 'config' | 'folder' | 'output'>;

/**
 * The header of a stack's file.
 * @param encrypted names of the files of its encrypted configuration
 * @param input the hash that `stackInput` gives
 */
export function stackHeader(
  owner: Owner,
  plan: PlannedStack,
  { stack, problems }: RenderedStack,
  encrypted: readonly string[],
  input: string,
): FileHeader {
  const spec = stack.metadata.annotations?.[STACK_HASH_ANNOTATION];
  return {
    ...ownerFields(owner),
    stack: plan.name,
    ordinal: plan.ordinal,
    weight: plan.decision.weight,
    ...(spec !== undefined && { spec }),
    ...(encrypted.length > 0 && { with: encrypted.join(',') }),
    ...(problems.length > 0 && { warnings: problems.length }),
    input,
  };
}

/** Hash of all that a stack's file shows besides the frozen Stack in it. */
export const stackInput = (owner: Owner, { decision }: PlannedStack): string => inputHash(renderInput(owner, decision));

/** The header of the file of the StackSet's own routes. */
export const routesHeader = (owner: Owner, input: string): FileHeader => ({ ...ownerFields(owner), input });

/** The header of the file of a StackSet that was built. */
export const resolvedHeader = (owner: Owner): FileHeader => ownerFields(owner);

/**
 * Hash of all that the StackSet's own routes show: the fallback only the leading stack and what it has frozen, routes with
 * weights all stacks and the StackSet's present routes.
 * @param leaderHash of the leading Stack's spec
 */
export function routesInput(owner: Owner, stacks: readonly PlannedStack[], leader: PlannedStack, leaderHash: string | undefined): string {
  const { config, stackSet } = owner;
  const { name, namespace, labels } = stackSet.metadata;
  const { ingress, routegroup } = stackSet.spec;
  const weighted = config.trafficProvider === 'skipper-weights' && [
    stacks.map((stack) => [stack.name, stack.decision.weight]),
    ingress,
    routegroup,
  ];
  return inputHash([renderInput(owner, leader.decision), name, namespace, labels, leader.name, leaderHash, weighted]);
}

/**
 * The header of the kustomization, of which an output folder has one for all its StackSets.
 * @param stackSets their names, in any order
 * @param folder the way from the output folder to theirs
 */
export const kustomizationHeader = (stackSets: readonly string[], folder: string): FileHeader => ({
  stackset: [...new Set(stackSets)].sort().join(','),
  package: folder,
});

function ownerFields(owner: Owner): Pick<FileHeader, 'stackset' | 'namespace' | 'package'> {
  const { name, namespace } = owner.stackSet.metadata;
  return { stackset: name, ...(namespace !== undefined && { namespace }), package: packagePath(owner) };
}
