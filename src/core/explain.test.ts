import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explainBlocked, explainEvent, explainReadiness, likenessOf, stacksOf } from './explain.ts';
import type { Blocked, BlockedReason, ChildLack, DecisionEvent, LateDelivery, StackReadiness } from './model/decision.ts';

const unready: StackReadiness = {
  name: 'shop-v2',
  ready: false,
  lacking: [],
  replicas: 3,
  updatedReplicas: 3,
  readyReplicas: 1,
  neededReplicas: 3,
};

/** One of each; a new reason does not compile until it is here, and then has to be in the documentation. */
const BLOCKED: { readonly [Reason in BlockedReason]: Extract<Blocked, { readonly reason: Reason }> } = {
  StacksNotReady: { reason: 'StacksNotReady', stacks: [unready] },
  NotApplied: { reason: 'NotApplied', routes: [{ name: 'shop-v2', kind: 'Ingress', decided: 40, routed: 0 }] },
  NotDelivered: {
    reason: 'NotDelivered',
    deliveries: [{ kind: 'Application', namespace: 'argocd', name: 'shop', at: '1a2b3c4', underWay: false }],
    commit: '5d6e7f8',
  },
  OnHold: {
    reason: 'OnHold',
    since: '2026-03-01T13:00:00Z',
    commit: '1a2b3c4',
    asked: new Map([
      ['shop-v1', 0],
      ['shop-v2', 100],
    ]),
  },
  StillRouted: { reason: 'StillRouted', routes: [{ name: 'shop-v1', kind: 'Ingress', decided: 0, routed: 40 }] },
  StillProtected: { reason: 'StillProtected', stacks: ['shop-v1'] },
  StillRunning: { reason: 'StillRunning', stacks: [{ name: 'shop-v1', replicas: 3 }] },
  Draining: {
    reason: 'Draining',
    until: '2026-03-01T13:05:01Z',
    routes: [{ stack: 'shop-v1', kind: 'Ingress', name: 'shop-v1-traffic-segment' }],
  },
  Frozen: { reason: 'Frozen', path: 'stackset-freeze.yaml', why: 'the big sale', until: '2026-11-30T06:00:00Z', problems: [] },
  Paused: { reason: 'Paused' },
  NotAdopted: {
    reason: 'NotAdopted',
    owner: { controller: 'eu-1', path: 'apps/shop' },
    here: { controller: 'eu-1', path: 'apps/shop-copy' },
  },
  ObservationStale: { reason: 'ObservationStale', since: '2026-03-01T13:00:00Z', why: 'the watch of Deployments is lost' },
  Invalid: {
    reason: 'Invalid',
    problems: [
      {
        severity: 'error',
        reason: 'UnknownField',
        object: { apiVersion: 'zalando.org/v1', kind: 'StackSet', name: 'shop' },
        path: ['spec', 'trafic'],
        message: 'unknown field `trafic`',
        remedy: 'Did you mean `traffic`? Else remove it.',
      },
    ],
  },
};

const LACKS: Readonly<Record<ChildLack, true>> = { missing: true, outdated: true, unobserved: true, leftover: true };

const document = readFileSync(new URL('../../docs/explanation/decisions.md', import.meta.url), 'utf8');
const rows = [...document.matchAll(/^\| `(\w+)` \|(?:.*\|)? (.+) \|$/gm)].map(([, name, example]) => [name, example]);

test('docs/explanation/decisions.md lists every reason and every lack, with the text that people see', () => {
  const blocked = Object.values(BLOCKED).map((reason) => [reason.reason, explainBlocked(reason)]);
  const lacks = Object.keys(LACKS).map((lack) => [
    lack,
    explainReadiness({ ...unready, lacking: [{ kind: 'Service', name: 'shop-v2', lack: lack as ChildLack }] }),
  ]);
  expect(rows).toEqual([...blocked, ...lacks]);
});

test('a package of another controller names that one', () => {
  const blocked: Blocked = {
    reason: 'NotAdopted',
    owner: { controller: 'eu-2', path: 'apps/shop' },
    here: { controller: 'eu-1', path: 'apps/shop-copy' },
  };
  expect(explainBlocked(blocked)).toBe(
    'the package belongs to the controller eu-2, and this is eu-1; run `stackset adopt` to take it over',
  );
});

test('a reason is told again where something else is waited for, not where one more pod is ready', () => {
  const notReady = (stack: Partial<StackReadiness>): Blocked => ({ reason: 'StacksNotReady', stacks: [{ ...unready, ...stack }] });
  const first = likenessOf(notReady({}));
  expect(likenessOf(notReady({ readyReplicas: 2 }))).toBe(first);
  expect(likenessOf(notReady({ name: 'shop-v1' }))).not.toBe(first);
  expect(likenessOf(notReady({ lacking: [{ kind: 'Deployment', name: 'shop-v1', lack: 'missing' }] }))).not.toBe(first);
});

test('a delivery that comes nearer is not told again, one that has applied nothing is told as such', () => {
  const waits = (late: Partial<LateDelivery>): Blocked => ({
    reason: 'NotDelivered',
    deliveries: [{ kind: 'Kustomization', namespace: 'flux-system', name: 'shop', underWay: false, ...late }],
    commit: '5d6e7f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e',
  });
  expect(explainBlocked(waits({}))).toBe('Kustomization flux-system/shop has applied nothing yet; the next step waits for 5d6e7f8a9b0c');
  expect(explainBlocked(waits({ at: 'f00', underWay: true }))).toContain('Kustomization flux-system/shop is applying f00;');
  expect(likenessOf(waits({ at: 'abc' }))).toBe(likenessOf(waits({ at: 'def', underWay: true })));
  expect(likenessOf(waits({ name: 'cart' }))).not.toBe(likenessOf(waits({})));
});

test('every reason names its stacks', () => {
  expect(Object.fromEntries(Object.values(BLOCKED).map((blocked) => [blocked.reason, stacksOf(blocked)]))).toEqual({
    StacksNotReady: ['shop-v2'],
    NotApplied: ['shop-v2'],
    NotDelivered: [],
    OnHold: ['shop-v2'],
    StillRouted: ['shop-v1'],
    StillProtected: ['shop-v1'],
    StillRunning: ['shop-v1'],
    Draining: ['shop-v1'],
    Frozen: [],
    Paused: [],
    NotAdopted: [],
    ObservationStale: [],
    Invalid: [],
  });
});

describe('readiness', () => {
  test.each<readonly [Partial<StackReadiness>, string]>([
    [{}, 'shop-v2 has 1 of 3 pods ready; switching needs 3'],
    [{ neededReplicas: 2 }, 'shop-v2 has 1 of 3 pods ready; switching needs 2'],
    [{ neededReplicas: 6 }, 'shop-v2 has 1 of 6 pods ready; switching needs 6'],
    [{ readyReplicas: 3, updatedReplicas: 2 }, 'shop-v2 has 2 of 3 pods updated; switching needs 3'],
    [{ replicas: 0, neededReplicas: 0 }, 'shop-v2 has no pods; switching needs 1'],
    [{ replicas: 0, neededReplicas: 4 }, 'shop-v2 has no pods; switching needs 4'],
    [
      { lacking: [{ kind: 'Ingress', name: 'shop-v2-traffic-segment', lack: 'missing' }] },
      'shop-v2 is not ready: its Ingress shop-v2-traffic-segment is not in the cluster',
    ],
  ])('%j', (facts, text) => {
    expect(explainReadiness({ ...unready, ...facts })).toBe(text);
  });
});

const EVENTS: { readonly [Type in DecisionEvent['type']]: readonly [Extract<DecisionEvent, { readonly type: Type }>, string] } = {
  StackCreated: [{ type: 'StackCreated', stack: 'shop-v2' }, 'create shop-v2'],
  TrafficSwitched: [
    {
      type: 'TrafficSwitched',
      changes: [
        { stack: 'shop-v1', from: 100, to: 66.7 },
        { stack: 'shop-v2', from: 0, to: 33.300000000000004 },
      ],
    },
    'traffic: shop-v1 100 % to 66.7 %, shop-v2 0 % to 33.3 %',
  ],
  Prescaled: [{ type: 'Prescaled', stack: 'shop-v2', replicas: 6, weight: 50 }, 'prescale shop-v2 to 6 pods for 50 %'],
  PrescalingReset: [{ type: 'PrescalingReset', stack: 'shop-v2' }, 'end the prescaling of shop-v2'],
  StackRevived: [{ type: 'StackRevived', stack: 'shop-v1' }, 'start shop-v1 again'],
  StackScaledDown: [{ type: 'StackScaledDown', stack: 'shop-v1' }, 'scale down shop-v1'],
  StackRemoved: [{ type: 'StackRemoved', stack: 'shop-v1' }, 'remove shop-v1'],
  Adopted: [{ type: 'Adopted', owner: { controller: 'eu-1', path: 'apps/shop' } }, 'adopt the package as eu-1 in apps/shop'],
  HoldBegan: [
    { type: 'HoldBegan', since: '2026-03-01T13:00:00Z', commit: '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b' },
    'hold traffic as commit 1a2b3c4d5e6f moved it',
  ],
  HoldEnded: [{ type: 'HoldEnded', commit: '1a2b3c4' }, 'end the hold of commit 1a2b3c4'],
  StateRestored: [{ type: 'StateRestored' }, 'restore the state, which was deleted'],
  StateRepaired: [
    {
      type: 'StateRepaired',
      problems: [
        {
          severity: 'error',
          reason: 'ScaledDownStackWithWeight',
          path: ['spec', 'stacks', 0, 'weight'],
          message: 'shop-v1 is scaled down and would get 100 % of the traffic without any pods',
          remedy: 'Run `stackset rollback`.',
        },
      ],
    },
    'repair the state: shop-v1 is scaled down and would get 100 % of the traffic without any pods',
  ],
  StackSetDrained: [{ type: 'StackSetDrained', stackSet: 'shop' }, 'take all routes of shop away'],
  DrainEnded: [{ type: 'DrainEnded', stackSet: 'shop' }, 'keep shop after all, with its routes'],
  StackSetRemoved: [{ type: 'StackSetRemoved', stackSet: 'shop' }, 'remove shop with all its stacks'],
};

test.each(Object.values(EVENTS))('%j', (event, text) => {
  expect(explainEvent(event)).toBe(text);
});
