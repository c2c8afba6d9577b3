import { versionOf } from '../../core/history/explain-change.ts';
import type { StackSetStatus, Standing } from './stack-set-status.ts';

/** As people read it. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  moving: 'moving',
  waiting: 'waiting',
  held: 'held',
  frozen: 'frozen',
  paused: 'paused',
  notAdopted: 'not adopted',
  leaving: 'leaving',
  invalid: 'invalid',
  done: 'done',
};

/** `default/shop`. */
export const nameOf = ({ namespace, name }: Pick<StackSetStatus, 'namespace' | 'name'>): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** What is live, and what is asked for where that is another: `v1 90 % -> 50 %, v2 10 % -> 50 %`; `-` where nothing has or gets any. */
export function weightsOf({ stacks, name }: Pick<StackSetStatus, 'stacks' | 'name'>): string {
  const words = stacks
    .filter(({ live, asked }) => live > 0 || asked > 0)
    .map((stack) => {
      const [live, asked] = [percent(stack.live), percent(stack.asked)];
      return `${versionOf(stack.name, name)} ${live === asked ? live : `${live} -> ${asked}`}`;
    });
  return words.join(', ') || '-';
}

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;

export const reasonsOf = ({ reasons }: Pick<StackSetStatus, 'reasons'>): string => reasons.join('; ');
