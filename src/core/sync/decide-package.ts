import { decide } from '../decide.ts';
import { weightsOf } from '../history/state-changes.ts';
import { isLeaving } from '../lifecycle/leaving.ts';
import type { Blocked, Decision, DecisionEvent } from '../model/decision.ts';
import type { PackageDecision, PackageInput } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';
import { damageOf } from './damage.ts';
import { endOfFreeze } from './freeze.ts';
import { checkGates } from './gates.ts';
import { judgeHold } from './hold.ts';
import { leave } from './leave.ts';
import { withLossesByPerson } from './lost-traffic.ts';
import { nextMoment } from './next-moment.ts';
import { isUnowned, withOwner } from './ownership.ts';
import { deletedState } from './restore-state.ts';
import { timersOf, withTimers } from './timers.ts';
import { undecided } from './undecided.ts';

/**
 * What a sync controller does with one StackSet: `decide`, and what only a controller knows: whose package it is, what people did to its
 * state, and whether what is known of the cluster still holds. Pure: the same input gives the same decision.
 *
 * No stack is made here: a version that is new is rendered before anything is decided, in a commit of its own.
 */
export function decidePackage(input: PackageInput): PackageDecision {
  const restored = deletedState(input);
  const given: PackageInput = restored ? { ...input, state: restored } : input;
  const gates = checkGates(given);
  if (gates.length > 0) return stopped(given, gates);
  if (isLeaving(given.stackSet)) return leave(given);
  if (given.stacks.length === 0) return undecided(given, []);
  const prepared = prepare(given);
  const decision = decideOn(given, prepared);
  if (decision.problems.length > 0) return { ...undecided(given, []), problems: decision.problems };
  const own = [...(restored ? [{ type: 'StateRestored' } as const] : []), ...prepared.events];
  return performable(given, decision, own);
}

/** A freeze may end by time alone. */
function stopped(input: PackageInput, gates: readonly Blocked[]): PackageDecision {
  const end = endOfFreeze(gates);
  return { ...undecided(input, gates), ...(end !== undefined && { nextMoment: end }) };
}

/** The state that `decide` is given, and what is told of the way to it. */
interface Prepared {
  readonly state: StackSetState | undefined;
  /** The last good weights, where those of the state cannot be carried out and these are known. */
  readonly repairTo?: TrafficWeights;
  readonly events: readonly DecisionEvent[];
}

function prepare(input: PackageInput): Prepared {
  const { stackSet, state, controller, path, provenance, timers = new Map() } = input;
  const adopted: readonly DecisionEvent[] = isUnowned(state) ? [{ type: 'Adopted', owner: { controller, path } }] : [];
  if (!state) return { state, events: adopted };
  const { repairable, lastGood } = damageOf(input);
  const isDamaged = repairable.length > 0;
  const { hold, events } = judgeHold({ ...input, state, isDamaged });
  const { hold: _hold, drain, ...spec } = state.spec;
  const kept: readonly DecisionEvent[] = drain ? [{ type: 'DrainEnded', stackSet: stackSet.metadata.name }] : [];
  const judged = { ...state, spec: { ...spec, ...(hold && { hold }) } };
  return {
    state: withTimers(isDamaged ? judged : withLossesByPerson(judged, provenance), timers, input.now),
    ...(isDamaged && lastGood && { repairTo: weightsOf(lastGood) }),
    events: [...adopted, ...(isDamaged ? [{ type: 'StateRepaired', problems: repairable } as const] : []), ...kept, ...events],
  };
}

function decideOn({ stackSet, stacks, observation, now, policy }: PackageInput, { state, repairTo }: Prepared): Decision {
  return decide(stackSet, stacks, state, observation, now, policy, { creates: false, ...(repairTo && { repairTo }) });
}

/** Every event of ours changes what Git is to hold, so that each of them is worth a commit. */
function performable(input: PackageInput, decision: Decision, own: readonly DecisionEvent[]): PackageDecision {
  const { stackSet, now, controller, path } = input;
  const nextState = withOwner(decision.state, { controller, path });
  const moment = nextMoment(nextState, stackSet, now);
  return {
    decision,
    nextState,
    removedStacks: decision.stacks.filter(({ remove }) => remove).map(({ name }) => name),
    leaves: false,
    blocked: decision.blocked,
    events: [...own, ...decision.events],
    problems: [],
    worthACommit: decision.worthACommit || own.length > 0,
    ...(moment !== undefined && { nextMoment: moment }),
    timers: timersOf(nextState),
  };
}
