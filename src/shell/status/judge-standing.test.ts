import { expect, test } from 'vitest';
import type { Blocked, DecisionEvent } from '../../core/model/decision.ts';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { judgeStanding, type StandingInput } from './judge-standing.ts';

const HOLD = { since: '2026-03-01T12:00:00Z', commit: '1a2b3c4' };
const OWNED: StackSetState = {
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'StackSetState',
  metadata: { name: 'shop' },
  spec: { controller: 'eu-1', path: 'apps/shop', stacks: [{ name: 'shop-v1', weight: 100 }] },
};
const EU1 = { controller: 'eu-1', path: 'apps/shop' };
const UNREADY = { name: 'shop-v2', ready: false, lacking: [], replicas: 3, updatedReplicas: 3, readyReplicas: 1, neededReplicas: 3 };
const FAULT: Problem = { severity: 'error', reason: 'Wrong', path: ['spec'], message: 'it is wrong', remedy: 'Mend it.' };

interface Given {
  readonly blocked?: readonly Blocked[];
  readonly events?: readonly DecisionEvent[];
  readonly state?: StackSetState | undefined;
  readonly next?: StackSetState;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly problems?: readonly Problem[];
  readonly isStale?: boolean;
  readonly stacks?: StandingInput['stacks'];
}

function judge({
  blocked = [],
  events = [],
  next = OWNED,
  annotations = {},
  problems = [],
  isStale = false,
  stacks = [],
  ...given
}: Given): string {
  const decision: PackageDecision = {
    decision: undefined,
    nextState: next,
    removedStacks: [],
    leaves: false,
    blocked,
    events,
    problems: [],
    worthACommit: events.length > 0,
    timers: new Map(),
  };
  const state = 'state' in given ? given.state : OWNED;
  const { standing, reasons } = judgeStanding({
    stackSet: { metadata: { name: 'shop', annotations } },
    state,
    decision,
    problems,
    isStale,
    stacks,
  });
  return [standing, ...reasons].join(': ');
}

const switched: DecisionEvent = { type: 'TrafficSwitched', changes: [{ stack: 'shop-v2', from: 0, to: 100 }] };
const held: StackSetState = { ...OWNED, spec: { ...OWNED.spec, hold: HOLD } };
const waits: Blocked = { reason: 'StacksNotReady', stacks: [UNREADY] };

test.each<readonly [string, Given, string]>([
  ['nothing to do', {}, 'done'],
  ['something to tidy up', { events: [{ type: 'StackScaledDown', stack: 'shop-v1' }] }, 'done: next: scale down shop-v1'],
  [
    'something that waits to be tidied up',
    { blocked: [{ reason: 'StillProtected', stacks: ['shop-v0'] }] },
    'done: shop-v0 not removed yet: live objects are still protected from pruning, which the next sync takes away',
  ],
  ['a switch', { events: [switched] }, 'moving: next: traffic: shop-v2 0 % to 100 %'],
  [
    'a switch that the cluster does not show',
    { stacks: [{ name: 'shop-v1', live: 50, decided: 100, asked: 100 }] },
    'moving: decided, and not live yet: shop-v1 has 50 % and should have 100 %',
  ],
  ['pods that are not ready', { blocked: [waits] }, 'waiting: shop-v2 has 1 of 3 pods ready; switching needs 3'],
  [
    'pods that are made first',
    { blocked: [waits], events: [{ type: 'Prescaled', stack: 'shop-v2', replicas: 3, weight: 100 }] },
    'waiting: shop-v2 has 1 of 3 pods ready; switching needs 3: next: prescale shop-v2 to 3 pods for 100 %',
  ],
  ['a hold', { state: held, next: held }, 'held: traffic is on hold since 2026-03-01T12:00:00Z, as it is asked for'],
  [
    'a hold that keeps something back',
    { state: held, next: held, blocked: [{ reason: 'OnHold', ...HOLD, asked: new Map([['shop-v2', 100]]) }, waits] },
    'held: traffic is on hold since 2026-03-01T12:00:00Z by commit 1a2b3c4; spec.traffic asks for shop-v2 100 %',
  ],
  [
    'a hold that ends with the next pass',
    { state: held, events: [{ type: 'HoldEnded', commit: '1a2b3c4' }, switched] },
    'moving: next: end the hold of commit 1a2b3c4, traffic: shop-v2 0 % to 100 %',
  ],
  [
    'a hold that begins with the next pass',
    { next: held, events: [{ type: 'HoldBegan', ...HOLD }] },
    'held: traffic is on hold since 2026-03-01T12:00:00Z, as it is asked for',
  ],
  ['a pause', { blocked: [{ reason: 'Paused' }] }, 'paused: decisions are paused by the annotation stackset-gitops.dev/pause'],
  [
    'another controller',
    { blocked: [{ reason: 'NotAdopted', owner: EU1, here: { ...EU1, controller: 'eu-2' } }] },
    'notAdopted: the package belongs to the controller eu-1, and this is eu-2; run `stackset adopt` to take it over',
  ],
  [
    'no state',
    { state: undefined },
    'notAdopted: no sync controller has adopted it yet; one whose folders it is in does so with its next pass',
  ],
  [
    'a state that was freed',
    { state: { ...OWNED, spec: { stacks: [] } } },
    'notAdopted: it belongs to no sync controller; one whose folders it is in adopts it with its next pass',
  ],
  [
    'a tip that does not render to itself',
    { isStale: true, blocked: [waits] },
    'moving: the generated files are not what the package renders to; the sync controller renders them first',
  ],
  [
    'a cluster that is not known',
    { blocked: [{ reason: 'ObservationStale', since: '2026-03-01T12:00:00Z', why: 'no answer' }] },
    'waiting: nothing is decided, since what is known of the cluster is from 2026-03-01T12:00:00Z: no answer',
  ],
  [
    'a StackSet that is to leave',
    { annotations: { 'stackset-gitops.dev/remove': 'true' }, events: [{ type: 'StackSetRemoved', stackSet: 'shop' }] },
    'leaving: next: remove shop with all its stacks',
  ],
  ['a fault, said once', { blocked: [{ reason: 'Invalid', problems: [FAULT] }], problems: [FAULT] }, 'invalid: spec: it is wrong'],
  ['a fault that no decision knows of', { problems: [FAULT] }, 'invalid: it is wrong'],
  ['a warning alone is none', { problems: [{ ...FAULT, severity: 'warning' }] }, 'done'],
])('%s', (_name, given, expected) => {
  expect(judge(given)).toBe(expected);
});
