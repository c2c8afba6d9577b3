import { describe, expect, test } from 'vitest';
import { type Given, situationOf, stateOf } from '../../../fixtures/decide/given.ts';
import { decide } from '../decide.ts';
import { PRUNE_PROTECTION, REMOVE_ANNOTATION } from '../model/annotations.ts';
import { type Rendering, render } from '../render.ts';

const given: Given = { now: '2026-03-01T12:00:00Z', versions: ['v1', 'v2'], cluster: {} };
const state = stateOf({
  observedStackVersion: 'v2',
  segmentOrder: ['shop-v1', 'shop-v2'],
  stacks: [
    { name: 'shop-v1', weight: 60 },
    { name: 'shop-v2', weight: 40 },
  ],
});

function rendered(changes: Partial<Given>, isEmpty = false): Rendering {
  const { stackSet, stacks, config } = situationOf({ ...given, ...changes });
  const known = isEmpty ? [] : stacks.map((stack) => ({ stack, frozen: [] }));
  return render({ stackSet, stacks: known, config, configuration: [], ...(isEmpty ? {} : { state }) });
}

const objectsOf = ({ stacks, routes }: Rendering): readonly { readonly metadata: { readonly annotations?: object } }[] => [
  ...stacks.flatMap(({ children }) => children),
  ...routes,
];
const protectedIn = (rendering: Rendering): number =>
  objectsOf(rendering).filter(({ metadata: { annotations = {} } }) => Object.keys(PRUNE_PROTECTION).some((key) => key in annotations))
    .length;

const leaving = { annotations: { [REMOVE_ANNOTATION]: 'true' } };

describe('a StackSet that is to leave the cluster', () => {
  test('has no object that a GitOps tool is told not to prune, and all its traffic as before', () => {
    const [before, after] = [rendered({}), rendered(leaving)];
    expect(protectedIn(before)).toBe(objectsOf(before).length);
    expect(protectedIn(after)).toBe(0);
    expect(after.stacks.map(({ plan }) => plan.decision)).toEqual(before.stacks.map(({ plan }) => plan.decision));
    expect(objectsOf(after)).toHaveLength(objectsOf(before).length);
  });

  test('makes no new stack, neither by render nor by a decision', () => {
    const next = { ...leaving, version: 'v3' };
    expect(rendered(next).stacks.map(({ plan }) => plan.name)).toEqual(['shop-v1', 'shop-v2']);
    const { stackSet, stacks, observation, config } = situationOf({ ...given, ...next });
    const decision = decide(stackSet, stacks, state, observation, given.now, { config, awaitRoutes: true });
    expect(decision.stacks.map(({ name }) => name)).toEqual(['shop-v1', 'shop-v2']);
  });

  test('is rendered to nothing once its files have left, so that they do not come back', () => {
    expect(objectsOf(rendered(leaving, true))).toEqual([]);
  });

  test('and stays where the annotation says anything but true', () => {
    expect(protectedIn(rendered({ annotations: { [REMOVE_ANNOTATION]: 'false' } }))).toBeGreaterThan(0);
  });
});
