import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { errorOn } from './finding.ts';

/** How far weights may be from 100 percent in sum: what adding doubles leaves behind. */
const TOLERANCE = 1e-6;

/**
 * What a state says that cannot be carried out, each as an error. Only the sync controller and `import` write it, but reverts and
 * merges change it too.
 * @param state one that fits its schema
 * @param stackNames all stacks after the render: those that have a file in Git, and the one that this render makes
 */
export function checkState(state: StackSetState, stackSet: StackSet, stackNames: readonly string[]): readonly Problem[] {
  const stacks = state.spec.stacks ?? [];
  return [
    ...foreignState(state, stackSet),
    ...stacks.flatMap((stack, index) => [
      ...repeated(state, stack, index),
      ...withoutFile(state, stack, index, stackNames),
      ...scaledDown(state, stack, index),
    ]),
    ...unevenSum(state, stacks),
  ];
}

/**
 * A state copied from another package would give its weights to stacks that happen to have the same names. A namespace may be given
 * from outside, by a SyncConfig or an overlay, so a missing one fits.
 */
function foreignState(state: StackSetState, { metadata }: StackSet): readonly Problem[] {
  const { name, namespace } = state.metadata;
  const elsewhere = namespace !== undefined && metadata.namespace !== undefined && namespace !== metadata.namespace;
  const differs = name !== metadata.name ? 'name' : elsewhere ? 'namespace' : undefined;
  if (differs === undefined) return [];
  return [
    errorOn(state, {
      reason: 'StateOfOtherStackSet',
      path: ['metadata', differs],
      message: `the state's ${differs} is ${state.metadata[differs]}, and the StackSet's is ${metadata[differs]}`,
      remedy: 'Restore the file from Git, or remove it to begin with the weights of spec.traffic.',
    }),
  ];
}

function repeated(state: StackSetState, { name }: StackState, index: number): readonly Problem[] {
  const first = (state.spec.stacks ?? []).findIndex((stack) => stack.name === name);
  if (first === index) return [];
  return [
    errorOn(state, {
      reason: 'StateStackRepeated',
      path: ['spec', 'stacks', index],
      message: `${name} has an entry already, spec.stacks[${first}]`,
      remedy: 'Remove one of them; a merge may have kept both.',
    }),
  ];
}

/** Where a stack with weight may be removed, the caller leaves these out by their reason. */
function withoutFile(state: StackSetState, { name, weight }: StackState, index: number, stackNames: readonly string[]): readonly Problem[] {
  if (weight === 0 || stackNames.includes(name)) return [];
  return [
    errorOn(state, {
      reason: 'StackWithWeightMissing',
      path: ['spec', 'stacks', index],
      message: `${name} has ${weight} % of the traffic, and its file is gone; without it the requests would go nowhere`,
      remedy: `Restore the file of ${name}, or take its traffic away first; to remove it all the same, run \`stackset render --allow-removal\`.`,
    }),
  ];
}

/** It has no pods: the mark of a revert that comes after the stack was scaled down. */
function scaledDown(state: StackSetState, { name, weight, scaledDown: down }: StackState, index: number): readonly Problem[] {
  if (!down || weight === 0) return [];
  return [
    errorOn(state, {
      reason: 'ScaledDownStackWithWeight',
      path: ['spec', 'stacks', index, 'weight'],
      message: `${name} is scaled down and would get ${weight} % of the traffic without any pods`,
      remedy: `Run \`stackset rollback\`, or ask for ${name} in spec.traffic: both start its pods before they give it traffic, which a revert cannot.`,
    }),
  ];
}

function unevenSum(state: StackSetState, stacks: readonly StackState[]): readonly Problem[] {
  const sum = stacks.reduce((total, { weight }) => total + weight, 0);
  if (sum === 0 || Math.abs(sum - 100) <= TOLERANCE) return [];
  return [
    errorOn(state, {
      reason: 'StateWeightsUneven',
      path: ['spec', 'stacks'],
      message: `the weights sum to ${Number(sum.toFixed(6))} %, and must to 100, or all be 0`,
      remedy: 'Restore the file from Git; a merge may have mixed two decisions.',
    }),
  ];
}
