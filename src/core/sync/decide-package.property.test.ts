import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packageInput } from '../../../fixtures/sync/package-input.ts';
import { checkState } from '../checks/check-state.ts';
import { explainBlocked, explainEvent } from '../explain.ts';
import { haveSameWeights } from '../history/state-changes.ts';
import type { PackageDecision, PackageInput } from '../model/package-decision.ts';
import { parseTimestamp } from '../model/timestamp.ts';
import { checkStateFields } from '../schema/check-state.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import { damageOf } from './damage.ts';
import { decidePackage } from './decide-package.ts';

const RUNS = { numRuns: 700 };

/** The same package after the decision: committed by the controller where it is worth it, and remembered where it is not. */
function afterwards(input: PackageInput, decided: PackageDecision): PackageInput {
  const { nextState, removedStacks, timers, worthACommit } = decided;
  if (!worthACommit || !nextState) return { ...input, timers };
  const { hold } = nextState.spec;
  const asked = hold && hold.commit === input.state?.spec.hold?.commit ? input.provenance.askedAtHold : (input.stackSet.spec.traffic ?? []);
  return {
    ...input,
    state: nextState,
    stacks: input.stacks.filter(({ metadata }) => !removedStacks.includes(metadata.name)),
    provenance: { writer: 'controller', commit: 'c'.repeat(40), time: input.now, ...(asked && hold && { askedAtHold: asked }) },
    timers,
  };
}

const decided = (property: (input: PackageInput, decision: PackageDecision) => void): void => {
  fc.assert(
    fc.property(packageInput, (input) => property(input, decidePackage(input))),
    RUNS,
  );
};

describe('whatever people did to a package', () => {
  test('the next state can be carried out: it fits its schema, and weights sum to 100 where anything routes', () => {
    decided(({ stackSet, stacks }, { nextState, removedStacks }) => {
      if (!nextState) return;
      expect(checkStateFields(nextState)).toEqual([]);
      const names = stacks.map(({ metadata }) => metadata.name).filter((name) => !removedStacks.includes(name));
      expect(checkState(nextState, stackSet, names)).toEqual([]);
      const sum = (nextState.spec.stacks ?? []).reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeCloseTo(hasRoutes(stackSet) ? 100 : 0, 9);
    });
  });

  test('a stack with traffic never leaves, unless the whole StackSet does', () => {
    decided((_, { removedStacks, leaves, decision }) => {
      if (leaves) return;
      for (const { name, state } of decision?.stacks ?? []) if (removedStacks.includes(name)) expect(state.weight).toBe(0);
    });
  });

  test('and the whole StackSet leaves only where that is asked for and nothing live is protected', () => {
    decided(({ stackSet, stacks, observation }, { leaves, removedStacks, nextState }) => {
      if (!leaves) return;
      expect(stackSet.metadata.annotations?.['stackset-gitops.dev/remove']).toBe('true');
      expect(stacks.flatMap(({ metadata }) => observation.get(metadata.name)?.children ?? []).some((child) => child.pruneProtected)).toBe(
        false,
      );
      expect([nextState, removedStacks]).toEqual([undefined, stacks.map(({ metadata }) => metadata.name)]);
    });
  });

  test('not before its routes have left Git and the cluster', () => {
    decided(({ stackSet, stacks, state, observation }, { leaves }) => {
      const names = stacks.map(({ metadata }) => metadata.name);
      if (!leaves || !state || names.length === 0 || !hasRoutes(stackSet) || checkState(state, stackSet, names).length > 0) return;
      expect(state.spec.drain).toBeDefined();
      const kinds = names.flatMap((name) => observation.get(name)?.children ?? []).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'Ingress' || kind === 'RouteGroup')).toEqual([]);
    });
  });

  test('a hold moves no weight', () => {
    decided((input, { nextState }) => {
      if (!nextState?.spec.hold || !input.state || !hasRoutes(input.stackSet)) return;
      const { repairable, fatal } = damageOf({ ...input, removalAllowed: false });
      const isWhole = repairable.length + fatal.length === 0 && input.state.spec.stacks?.some(({ weight }) => weight > 0);
      const isRounded = input.state.spec.stacks?.every(({ weight }) => Number.isInteger(weight));
      if (isWhole && isRounded) expect(haveSameWeights(input.state, nextState)).toBe(true);
    });
  });

  test('a decision that was carried out is not made again', () => {
    decided((input, first) => {
      if (first.leaves) return;
      const second = decidePackage(afterwards(input, first));
      expect({ worthACommit: second.worthACommit, events: second.events }).toEqual({ worthACommit: false, events: [] });
      if (first.decision) expect(second.nextState).toEqual(first.nextState);
    });
  });

  test('every event is worth a commit, and every commit changes what Git holds', () => {
    decided((input, { events, worthACommit, nextState, leaves }) => {
      if (events.length > 0) expect(worthACommit).toBe(true);
      if (worthACommit && !leaves) expect(JSON.stringify(nextState)).not.toBe(JSON.stringify(input.state));
    });
  });

  test('where nothing is decided there is a reason, and nothing happens', () => {
    decided((input, { decision, blocked, events, worthACommit, leaves, nextState }) => {
      if (decision || leaves || events.some(({ type }) => type === 'StackSetDrained')) return;
      expect({ worthACommit, nextState }).toEqual({ worthACommit: false, nextState: undefined });
      if (input.stacks.length > 0) expect(blocked.map(explainBlocked).join('')).not.toBe('');
    });
  });

  test('another controller’s package stays as it is', () => {
    decided((input, { decision, leaves, blocked }) => {
      if (input.state?.spec.controller !== 'eu-2') return;
      expect([decision, leaves]).toEqual([undefined, false]);
      expect(blocked.map(({ reason }) => reason)).toContain('NotAdopted');
    });
  });

  test('before the next moment, time changes nothing', () => {
    fc.assert(
      fc.property(packageInput, fc.nat(2000), (input, seconds) => {
        const first = decidePackage(input);
        const moment = parseTimestamp(first.nextMoment ?? '') ?? Number.POSITIVE_INFINITY;
        const then = afterwards(input, first);
        const now = new Date((Date.parse(input.now) / 1000 + seconds) * 1000).toISOString().replace('.000Z', 'Z');
        if (first.leaves || Date.parse(now) / 1000 >= moment) return;
        const second = decidePackage({ ...then, now });
        expect({ worthACommit: second.worthACommit, events: second.events }).toEqual({ worthACommit: false, events: [] });
      }),
      RUNS,
    );
  });

  test('and at the next moment something does, or a route that lags keeps it from happening', () => {
    decided((input, first) => {
      if (first.nextMoment === undefined) return;
      const second = decidePackage({ ...afterwards(input, first), now: first.nextMoment });
      const isHeldBack = second.blocked.some(({ reason }) => reason === 'StillRouted' || reason === 'Draining');
      const isRenewed = second.nextMoment !== undefined && second.nextMoment > first.nextMoment;
      expect(second.worthACommit || isHeldBack || isRenewed).toBe(true);
    });
  });

  test('everything can be told', () => {
    decided((_, { blocked, events }) => {
      for (const text of [...blocked.map(explainBlocked), ...events.map(explainEvent)]) expect(text).toMatch(/^[a-z]|^StackSet/);
    });
  });
});

test('and packages are such that everything happens', () => {
  const happened = new Set<string>();
  for (const input of fc.sample(packageInput, 3000)) {
    const { events, blocked } = decidePackage(input);
    for (const { type } of events) happened.add(type);
    for (const { reason } of blocked) happened.add(reason);
  }
  // A controller makes no stacks.
  expect([...happened].sort()).toEqual(
    [
      ...['Adopted', 'HoldBegan', 'HoldEnded', 'Invalid', 'NotAdopted', 'NotApplied', 'ObservationStale', 'OnHold', 'Paused'],
      ...['Prescaled', 'PrescalingReset', 'StackRemoved', 'StackRevived', 'StackScaledDown', 'StackSetRemoved', 'StacksNotReady'],
      ...['StateRepaired', 'StateRestored', 'StillProtected', 'StillRouted', 'StillRunning', 'TrafficSwitched'],
      ...['StackSetDrained', 'Draining', 'DrainEnded'],
    ].sort(),
  );
});
