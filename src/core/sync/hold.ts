import { haveSameWeights, weightsOf } from '../history/state-changes.ts';
import type { DecisionEvent } from '../model/decision.ts';
import type { AskedTraffic, PackageInput } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import { askedWeights } from '../traffic/asked-weights.ts';
import { asksTheSame } from './asked-traffic.ts';

type Hold = NonNullable<StackSetState['spec']['hold']>;

export interface HoldQuestion extends Pick<PackageInput, 'stackSet' | 'stacks' | 'provenance' | 'policy' | 'now'> {
  readonly state: StackSetState;
  /** Whether its weights are to be repaired: then they are nobody's wish. */
  readonly isDamaged: boolean;
}

/** The hold that is to be in the next state, and what is told where that is another one than now. */
export interface HoldVerdict {
  readonly hold: Hold | undefined;
  readonly events: readonly DecisionEvent[];
}

/**
 * Whether traffic is on hold. A person who moves it by a commit of the state, by a revert above all, is obeyed: those weights stay until
 * `spec.traffic` is edited or the hold is taken away. An edit ends it whenever it is made, in the commit that moved the traffic too: it
 * is the newer wish, or as new.
 */
export function judgeHold(question: HoldQuestion): HoldVerdict {
  const { hold } = question.state.spec;
  const kept = hold && isInForce(question) ? hold : undefined;
  if (movedByPerson(question) && !isResumed(question) && !(kept && wroteHold(question))) {
    return isAnswered(question) ? ended(hold) : begun(question);
  }
  return kept || !hold ? { hold, events: [] } : ended(hold);
}

/** Whether `spec.traffic` is as it was in the commit of the hold. */
function isInForce({ stackSet, provenance: { askedAtHold } }: HoldQuestion): boolean {
  return askedAtHold === undefined || asksTheSame(askedAtHold, askedNow(stackSet));
}

const askedNow = ({ spec }: HoldQuestion['stackSet']): AskedTraffic => spec.traffic ?? [];

/** Whether the weights are other ones than the controller wrote last, and a person's commit made them so. */
function movedByPerson({ state, isDamaged, provenance: { writer, controllerState } }: HoldQuestion): boolean {
  return !isDamaged && writer === 'person' && controllerState !== undefined && !haveSameWeights(state, controllerState);
}

/** Whether the newest commit took a hold away and moved nothing, as `stackset resume` does. */
function isResumed({ state, provenance: { stateBefore } }: HoldQuestion): boolean {
  return Boolean(stateBefore?.spec.hold && !state.spec.hold && haveSameWeights(state, stateBefore));
}

/** Whether a hold would keep nobody from anything: `spec.traffic` asks for these weights or for none, or was edited along or since. */
function isAnswered({ state, stacks, stackSet, policy, provenance }: HoldQuestion): boolean {
  const { asked: askedThen, askedBefore } = provenance;
  if (askedThen && (!asksTheSame(askedThen, askedNow(stackSet)) || (askedBefore && !asksTheSame(askedBefore, askedThen)))) return true;
  const names = stacks.map(({ metadata }) => metadata.name);
  const wanted = askedWeights(stackSet, names, policy.config);
  const decided = weightsOf(state);
  const asksForNone = [...wanted.values()].every((weight) => weight === 0);
  return asksForNone || names.every((name) => wanted.get(name) === (decided.get(name) ?? 0));
}

/** Whether the person's commit brought the hold, as `stackset hold` and `stackset rollback` do. A revert may bring an old one back. */
function wroteHold({ state: { spec }, provenance: { stateBefore } }: HoldQuestion): boolean {
  if (stateBefore === undefined) return false;
  const before = stateBefore?.spec.hold;
  return before?.commit !== spec.hold?.commit || before?.since !== spec.hold?.since;
}

function begun({ provenance: { commit = 'unknown', time }, now }: HoldQuestion): HoldVerdict {
  const hold: Hold = { since: time ?? now, commit };
  return { hold, events: [{ type: 'HoldBegan', ...hold }] };
}

const ended = (hold: Hold | undefined): HoldVerdict => ({
  hold: undefined,
  events: hold ? [{ type: 'HoldEnded', commit: hold.commit }] : [],
});
