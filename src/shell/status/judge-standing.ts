import { explainBlocked, explainEvent } from '../../core/explain.ts';
import { isLeaving } from '../../core/lifecycle/leaving.ts';
import type { Blocked, BlockedReason, DecisionEvent } from '../../core/model/decision.ts';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { isUnowned } from '../../core/sync/ownership.ts';
import type { StackSetStatus, StackWeights } from './stack-set-status.ts';

/** What is known of a StackSet. */
export interface StandingInput {
  readonly stackSet: Pick<StackSet, 'metadata'>;
  readonly state: StackSetState | undefined;
  readonly decision: PackageDecision;
  readonly problems: readonly Problem[];
  /** Whether the commit that is looked at does not render to itself. */
  readonly isStale: boolean;
  readonly stacks: readonly StackWeights[];
}

export type Judgement = Pick<StackSetStatus, 'standing' | 'reasons'>;

/** Says why a StackSet does or does not move: the first rule that has something to say. */
export function judgeStanding(input: StandingInput): Judgement {
  for (const rule of RULES) {
    const judgement = rule(input);
    if (judgement) return judgement;
  }
  return { standing: 'done', reasons: remarks(input) };
}

type Rule = (input: StandingInput) => Judgement | undefined;

/** What keeps all decisions back, then what keeps traffic, then what comes next. */
const RULES: readonly Rule[] = [
  ({ problems, decision }) => {
    const words = explained(decision.blocked, ['Invalid']);
    if (words.length > 0) return { standing: 'invalid', reasons: words };
    return hasErrors(problems) ? { standing: 'invalid', reasons: messages(problems) } : undefined;
  },
  ({ decision }) => blockedBy('notAdopted', decision, ['NotAdopted']),
  ({ decision }) => blockedBy('frozen', decision, ['Frozen']),
  ({ state }) => (isUnowned(state) ? { standing: 'notAdopted', reasons: [state ? FREE : NEW] } : undefined),
  ({ decision }) => blockedBy('paused', decision, ['Paused']),
  ({ isStale }) => (isStale ? { standing: 'moving', reasons: [STALE] } : undefined),
  ({ decision }) => blockedBy('waiting', decision, ['ObservationStale']),
  ({ stackSet, decision }) =>
    isLeaving(stackSet) ? { standing: 'leaving', reasons: [...decision.blocked.map(explainBlocked), ...next(decision.events)] } : undefined,
  ({ decision }) => heldBack(decision),
  ({ decision }) => {
    const waiting = blockedBy('waiting', decision, ['StacksNotReady', 'NotApplied', 'NotDelivered', 'StillRunning']);
    return waiting && { ...waiting, reasons: [...waiting.reasons, ...next(decision.events)] };
  },
  ({ decision }) => {
    const moves = decision.events.filter(({ type }) => MOVES.has(type));
    return moves.length > 0 ? { standing: 'moving', reasons: next(decision.events) } : undefined;
  },
  ({ stacks }) => {
    const late = stacks.filter(({ live, decided }) => live !== decided);
    const words = late.map(({ name, live, decided }) => `${name} has ${live} % and should have ${decided} %`);
    return late.length > 0 ? { standing: 'moving', reasons: [`decided, and not live yet: ${words.join(', ')}`] } : undefined;
  },
];

/** What a controller does next about traffic and the pods for it; everything else is tidying up. */
const MOVES: ReadonlySet<DecisionEvent['type']> = new Set<DecisionEvent['type']>([
  'TrafficSwitched',
  'Prescaled',
  'StackRevived',
  'HoldBegan',
  'HoldEnded',
  'StateRepaired',
  'StateRestored',
]);

const NEW = 'no sync controller has adopted it yet; one whose folders it is in does so with its next pass';
const FREE = 'it belongs to no sync controller; one whose folders it is in adopts it with its next pass';
const STALE = 'the generated files are not what the package renders to; the sync controller renders them first';

const explained = (blocked: readonly Blocked[], reasons: readonly BlockedReason[]): readonly string[] =>
  blocked.filter(({ reason }) => reasons.includes(reason)).map(explainBlocked);

function blockedBy(standing: Judgement['standing'], decision: PackageDecision, reasons: readonly BlockedReason[]): Judgement | undefined {
  const words = explained(decision.blocked, reasons);
  return words.length > 0 ? { standing, reasons: words } : undefined;
}

/** A hold that is to be there after the next pass too. */
function heldBack(decision: PackageDecision): Judgement | undefined {
  const hold = decision.nextState?.spec.hold;
  if (!hold) return undefined;
  const words = explained(decision.blocked, ['OnHold']);
  return { standing: 'held', reasons: words.length > 0 ? words : [`traffic is on hold since ${hold.since}, as it is asked for`] };
}

const next = (events: readonly DecisionEvent[]): readonly string[] =>
  events.length > 0 ? [`next: ${events.map(explainEvent).join(', ')}`] : [];

const messages = (problems: readonly Problem[]): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);

/** Where traffic is as it is asked for, what is still to be tidied up. */
const remarks = ({ decision }: StandingInput): readonly string[] => [...decision.blocked.map(explainBlocked), ...next(decision.events)];
