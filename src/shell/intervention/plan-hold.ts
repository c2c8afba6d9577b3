import { weightsOf } from '../../core/history/state-changes.ts';
import { holdState, resumeState } from '../../core/intervene/edit-state.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { CommitId } from '../git/repository.ts';
import { type Target, withoutState } from './find-target.ts';
import { type InterventionPlan, refuse } from './intervention.ts';
import { buildMessage, weightsInWords } from './message.ts';
import { stateChange } from './state-change.ts';

/** When and on what a person acts. */
export interface Moment {
  readonly now: Timestamp;
  /** The commit that is checked out. */
  readonly head: CommitId;
}

/** Keeps the traffic of a StackSet as it is. The hold names the commit before its own, in which `spec.traffic` is the same. */
export function planHold(target: Target, { now, head }: Moment): InterventionPlan {
  const { member, state: found, directory } = target;
  if (!found)
    return refuse(withoutState(target, 'Nothing moves by itself then: traffic follows `stackset traffic` and `stackset render`.'));
  const { name } = member.stackSet.metadata;
  const { hold } = found.state.spec;
  if (hold) return { kind: 'nothing', words: `${name} is on hold already, since ${hold.since}` };
  const weights = weightsInWords(weightsOf(found.state), name);
  return {
    kind: 'planned',
    intervention: {
      title: `${name}: hold traffic at ${weights}`,
      rows: [],
      changes: [stateChange(found, holdState(found.state, now, head))],
      message: buildMessage(member.stackSet, 'Held', `hold traffic at ${weights}`),
      next: [
        `The sync controller keeps these weights until spec.traffic is edited, or \`stackset resume ${directory}\` is run.`,
        'Stacks without traffic are still scaled down and removed.',
      ],
    },
  };
}

/** Lets the sync controller go on. */
export function planResume(target: Target): InterventionPlan {
  const { member, state: found } = target;
  if (!found) return refuse(withoutState(target, 'There is nothing to resume.'));
  const { name } = member.stackSet.metadata;
  const { hold } = found.state.spec;
  if (!hold) return { kind: 'nothing', words: `${name} is not on hold` };
  return {
    kind: 'planned',
    intervention: {
      title: `${name}: end the hold of ${hold.since}`,
      rows: [],
      changes: [stateChange(found, resumeState(found.state))],
      message: buildMessage(member.stackSet, 'Resumed', 'go on with traffic'),
      next: ['The sync controller moves traffic to what spec.traffic asks for, as the stacks get ready.'],
    },
  };
}
