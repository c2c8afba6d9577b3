import { explainEvent } from '../explain.ts';
import type { StateChange } from './state-changes.ts';

/**
 * What changed, as a log tells it: `v2 10 % -> 50 %, v1 90 % -> 50 %`, with the stacks' versions, since the StackSet stands beside.
 * @param stackSet whose name is left out of the stacks' names
 * @param isFirst whether there was no state before, so that nothing moved: `v1 100 %`
 */
export function explainChange(change: StateChange, stackSet: string, isFirst = false): string {
  switch (change.type) {
    case 'TrafficSwitched':
      return change.changes
        .map(({ stack, from, to }) => `${versionOf(stack, stackSet)} ${isFirst ? '' : `${percent(from)} -> `}${percent(to)}`)
        .join(', ');
    case 'HoldBegan':
      return 'hold';
    case 'HoldEnded':
      return 'end of the hold';
    case 'Adopted':
      return `adopted by ${change.owner.controller}`;
    case 'Freed':
      return 'freed from its controller';
    case 'StackSetRemoved':
      return 'left Git';
    default:
      return explainEvent('stack' in change ? { ...change, stack: versionOf(change.stack, stackSet) } : change);
  }
}

/** `v2` of `shop-v2`. */
export const versionOf = (stack: string, stackSet: string): string =>
  stack.startsWith(`${stackSet}-`) ? stack.slice(stackSet.length + 1) : stack;

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;
