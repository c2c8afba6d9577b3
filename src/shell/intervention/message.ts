import { versionOf } from '../../core/history/explain-change.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import type { CommitMessage } from './intervention.ts';

/** Why a person made a commit, in one word, beside the reasons of the sync controller. */
export type InterventionReason = 'Held' | 'Resumed' | 'RolledBack' | 'Freed' | 'Removed' | 'Drained' | 'Promoted' | 'Restored';

/** A message in the form of the sync controller's, without the trailer that makes a commit the controller's. */
export function buildMessage(
  { metadata: { name, namespace } }: StackSet,
  reason: InterventionReason,
  words: string,
  { body = [], trailers = [] }: Partial<Pick<CommitMessage, 'body' | 'trailers'>> = {},
): CommitMessage {
  const stackSet = namespace === undefined ? name : `${namespace}/${name}`;
  return { subject: `${name}: ${words}`, body, trailers: [['StackSet', stackSet], ['Reason', reason], ...trailers] };
}

/** The text for git; what a person adds stands first in the body. */
export function formatMessage({ subject, body, trailers }: CommitMessage, why: string | undefined): string {
  const paragraphs = [
    subject,
    ...(why === undefined ? [] : [why.trim()]),
    ...body,
    trailers.map(([key, value]) => `${key}: ${value}`).join('\n'),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** `v1 90 %, v2 10 %`; stacks without weight are left out. */
export const weightsInWords = (weights: TrafficWeights, stackSet: string): string =>
  [...weights].flatMap(([stack, weight]) => (weight > 0 ? [`${versionOf(stack, stackSet)} ${weight} %`] : [])).join(', ') || 'no traffic';
