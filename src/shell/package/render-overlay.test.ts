import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitOf, committed, textsOf } from '../../../fixtures/commit.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState, StackState } from '../../core/model/state.ts';
import type { MemoryTree } from '../files/memory-tree.ts';
import { planPackageRender } from './plan-render.ts';
import { readPackage } from './read-packages.ts';
import { type DecidedPackage, renderOverlay } from './render-overlay.ts';
import type { RenderPlan } from './render-plan.ts';

/** A package with v0 scaled down, v1 at 60 % and v2 at 40 %, as it is in Git after a render. */
const files = commitOf(fileURLToPath(new URL('../../../fixtures/render/the-state-decides/expected/', import.meta.url)));
const options = (tree: MemoryTree) => ({ files: tree, folder: 'apps/shop', workingDirectory: '/', allowRemoval: false });

function stateIn(tree: MemoryTree): StackSetState {
  const state = readPackage(options(tree)).packages[0]?.state;
  if (!state) throw new Error('the package has no state');
  return state;
}
const state = stateIn(files);

const stateWith = (stacks: readonly StackState[]): StackSetState => ({ ...state, spec: { ...state.spec, stacks } });
const withWeights = (weights: Readonly<Record<string, number>>): StackSetState =>
  stateWith((state.spec.stacks ?? []).map((stack) => ({ ...stack, weight: weights[stack.name] ?? stack.weight })));
const without = (name: string): StackSetState => stateWith((state.spec.stacks ?? []).filter((stack) => stack.name !== name));

const overlay = (decided: Partial<DecidedPackage>, tree = files): RenderPlan =>
  renderOverlay(options(tree), { states: new Map(), removedStacks: [], leaving: [], ...decided });
const actions = ({ changes }: RenderPlan): readonly string[] =>
  changes.map(({ action, path }) => `${action} ${path.slice('apps/shop/'.length)}`);
const textOf = (tree: MemoryTree, name: string): string => String(tree.read(`/apps/shop/stacks/${name}`, 100_000));

describe('decisions on a package', () => {
  test('change nothing where nothing is decided', () => {
    expect(overlay({})).toMatchObject({ changes: [], problems: [] });
  });

  test('become its state and all that shows it, and render to themselves', () => {
    const next = withWeights({ 'shop-v1': 30, 'shop-v2': 70 });
    const plan = overlay({ states: new Map([['shop', next]]) });
    expect(plan.problems).toEqual([]);
    expect(actions(plan).toSorted()).toEqual([
      'update stacks/shop-v1.yaml',
      'update stacks/shop-v2.yaml',
      'update stacks/shop.routes.yaml',
      'update stacks/shop.state.yaml',
    ]);
    const after = committed(files, plan);
    expect(stateIn(after)).toEqual(next);
    expect(textOf(after, 'shop-v2.yaml')).toContain('TrafficSegment(0.00, 0.70)');
    expect(planPackageRender(options(after))).toMatchObject({ changes: [], problems: [] });
  });

  test('take the files of a removed stack away, and from the list of what is applied', () => {
    const plan = overlay({ states: new Map([['shop', without('shop-v0')]]), removedStacks: ['shop-v0'] });
    expect(actions(plan).toSorted()).toEqual([
      'remove stacks/shop-v0.yaml',
      'update stacks/kustomization.yaml',
      'update stacks/shop.state.yaml',
    ]);
    const after = committed(files, plan);
    expect(textOf(after, 'kustomization.yaml')).not.toContain('shop-v0');
    expect(planPackageRender(options(after))).toMatchObject({ changes: [], problems: [] });
  });

  test('never take away a stack that Git gives traffic', () => {
    const next = stateWith([{ name: 'shop-v2', weight: 100 }]);
    const plan = overlay({ states: new Map([['shop', next]]), removedStacks: ['shop-v0', 'shop-v1'] });
    expect(plan.changes).toEqual([]);
    expect(plan.problems).toMatchObject([
      {
        reason: 'StackWithWeightRemoved',
        file: 'apps/shop/stacks/shop-v1.yaml',
        message: 'shop-v1 has 60 % of the traffic, and it would be removed',
        remedy: 'Take its traffic away first.',
      },
    ]);
  });

  test.each([
    ['weights that do not sum to 100', withWeights({ 'shop-v1': 10 }), 'StateWeightsUneven'],
    ['weight for a stack without pods', withWeights({ 'shop-v0': 60, 'shop-v1': 0 }), 'ScaledDownStackWithWeight'],
    ['weight for a stack that is not there', stateWith([{ name: 'shop-v9', weight: 100 }]), 'StackWithWeightMissing'],
  ])('with %s change nothing', (_what, next, reason) => {
    const plan = overlay({ states: new Map([['shop', next]]) });
    expect(plan.changes).toEqual([]);
    expect(plan.problems.map((problem) => problem.reason)).toEqual([reason]);
  });

  test('on a StackSet that is not there are a mistake of who made them', () => {
    expect(() => overlay({ states: new Map([['blog', state]]) })).toThrow('there is no StackSet blog');
  });
});

describe('a StackSet that leaves', () => {
  test('takes everything along that was generated for it, also what has traffic, and leaves what a person wrote', () => {
    const plan = overlay({ leaving: ['shop'] });
    expect(plan.problems).toEqual([]);
    expect(Object.keys(textsOf(committed(files, plan)))).toEqual(['apps/shop/stackset.yaml']);
  });

  test('does not come back with the next render', () => {
    const text = textsOf(files)['apps/shop/stackset.yaml'] ?? '';
    const annotated = text.replace('  labels:', '  annotations: {stackset-gitops.dev/remove: "true"}\n  labels:');
    const asked = files.with([['apps/shop/stackset.yaml', annotated]]);
    const unprotected = committed(asked, planPackageRender(options(asked)));
    expect(textsOf(asked)['apps/shop/stacks/shop-v1.yaml']).toContain('Prune=false');
    expect(textsOf(unprotected)['apps/shop/stacks/shop-v1.yaml']).not.toContain('Prune=false');
    const left = committed(unprotected, overlay({ leaving: ['shop'] }, unprotected));
    expect(Object.keys(textsOf(left)).toSorted()).toEqual(['apps/shop/stacks/kustomization.yaml', 'apps/shop/stackset.yaml']);
    // Without the folder, Argo CD and Flux would stop at an error and prune nothing.
    expect(textsOf(left)['apps/shop/stacks/kustomization.yaml']).toContain('resources: []');
    expect(planPackageRender(options(left))).toMatchObject({ changes: [], problems: [] });
  });

  test('leaves the stacks of another one in its folder as they are', () => {
    const shop = textsOf(files)['apps/shop/stackset.yaml'] ?? '';
    const blog = shop.replaceAll('shop', 'blog');
    const both = files.with([['apps/shop/blog.yaml', blog]]);
    const rendered = committed(both, planPackageRender(options(both)));
    const plan = overlay({ leaving: ['shop'] }, rendered);
    expect(plan.problems).toEqual([]);
    const after = textsOf(committed(rendered, plan));
    expect(
      Object.keys(after)
        .filter((path) => path.startsWith('apps/shop/stacks/'))
        .toSorted(),
    ).toEqual(['apps/shop/stacks/blog-v2.yaml', 'apps/shop/stacks/blog.routes.yaml', 'apps/shop/stacks/kustomization.yaml']);
    expect(after['apps/shop/stacks/kustomization.yaml']).not.toContain('shop-');
    expect(after['apps/shop/stacks/blog-v2.yaml']).toBe(textsOf(rendered)['apps/shop/stacks/blog-v2.yaml']);
  });
});

test('whatever weights are decided, the commit renders to itself and holds them', () => {
  const decisions = fc.record({
    first: fc.integer({ min: 0, max: 100 }),
    removed: fc.boolean(),
    prescaled: fc.option(fc.integer({ min: 1, max: 20 })),
  });
  fc.assert(
    fc.property(decisions, ({ first, removed, prescaled }) => {
      const weighted = withWeights({ 'shop-v1': first, 'shop-v2': 100 - first });
      const stacks = (weighted.spec.stacks ?? []).flatMap(({ prescaling: _before, ...stack }): readonly StackState[] => {
        if (stack.name === 'shop-v0') return removed ? [] : [stack];
        if (stack.name === 'shop-v1' || prescaled === null) return [stack];
        return [{ ...stack, prescaling: { replicas: prescaled, desiredWeight: 100, lastTrafficIncrease: '2026-03-01T12:02:30Z' } }];
      });
      const next = stateWith(stacks);
      const plan = overlay({ states: new Map([['shop', next]]), removedStacks: removed ? ['shop-v0'] : [] });
      expect(hasErrors(plan.problems)).toBe(false);
      const after = committed(files, plan);
      expect(stateIn(after)).toEqual(next);
      expect(planPackageRender(options(after)).changes).toEqual([]);
    }),
  );
});
