import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, commit, inputOf, NAMES, pass, type Repository, revert, tipOf, touches } from '../../../fixtures/sync/repository.ts';
import { checkState } from '../checks/check-state.ts';
import { haveSameWeights } from '../history/state-changes.ts';
import type { AskedTraffic, PackageDecision } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import { askedWeights } from '../traffic/asked-weights.ts';
import { mustDecideFirst } from './must-decide-first.ts';

const HALVES = [0, 50, 100];

/** Something that happens between two passes of the controller; undefined where it cannot. */
type Act = (repository: Repository) => Repository | undefined;

/** The same with what is told of it where a story fails. */
interface Action {
  readonly act: Act;
  readonly [fc.toStringMethod]: () => string;
}

const told = (text: string, act: Act): Action => ({ act, [fc.toStringMethod]: () => text });

const asked = fc
  .tuple(...NAMES.map((stackName) => fc.constantFrom(...HALVES).map((weight) => ({ stackName, weight }))))
  .filter((traffic) => traffic.some(({ weight }) => weight > 0));

const withSpec = (repository: Repository, change: (spec: StackSetState['spec']) => StackSetState['spec']): Repository | undefined => {
  const { state } = tipOf(repository);
  return state && commit(repository, 'person', { state: { ...state, spec: change(state.spec) } });
};

const holdByHand = told('hold', (repository) => {
  const { id, time } = tipOf(repository);
  return withSpec(repository, (spec) => ({ ...spec, hold: { since: time, commit: id } }));
});

const resumed: Act = (repository) =>
  tipOf(repository).state?.spec.hold ? withSpec(repository, ({ hold: _, ...spec }) => spec) : undefined;
const resume = told('resume', resumed);

const revertOf = (back: number): Action =>
  told(`revert ${back}`, (repository) => {
    const touch = touches(repository)[back];
    return touch && revert(repository, touch);
  });

const editTraffic = (traffic: AskedTraffic): Action =>
  told(`ask for ${traffic.map(({ weight }) => weight).join('/')}`, (repository) => commit(repository, 'person', { asked: traffic }));

/** What was in Git some commits ago is applied; 0 is the tip. */
const sync = (behind: number): Action =>
  told(`sync ${behind}`, (repository) => {
    const applied = repository.commits.at(-1 - behind)?.state;
    return applied && { ...repository, live: applied };
  });

const deleteState = told('delete the state', (repository) => commit(repository, 'person', { state: undefined }));
const pause = told('pause', (repository) => ({ ...repository, paused: !repository.paused }));
const wait = (seconds: number): Action => told(`wait ${seconds} s`, (repository) => ({ ...repository, now: repository.now + seconds }));

/** A controller that was started again remembers nothing. */
const restart = told('restart', (repository) => ({ ...repository, timers: new Map() }));

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.nat(3).map(revertOf) },
  { weight: 3, arbitrary: asked.map(editTraffic) },
  { weight: 8, arbitrary: fc.constantFrom(0, 0, 0, 1, 2).map(sync) },
  { weight: 3, arbitrary: fc.constantFrom(1, 60, 301, 1000, -600).map(wait) },
  { weight: 1, arbitrary: fc.constantFrom(holdByHand, resume, deleteState, pause, restart) },
);

const story = fc.tuple(asked, fc.array(action, { minLength: 10, maxLength: 30 }));

/** The passes of a controller until it has nothing more to commit. Each looks at the same cluster. */
function settle(start: Repository): { readonly repository: Repository; readonly passes: readonly PackageDecision[] } {
  let repository = start;
  const passes: PackageDecision[] = [];
  for (let count = 0; count < 8; count++) {
    const result = pass(repository);
    passes.push(result.decided);
    repository = result.repository;
    if (!result.decided.worthACommit) return { repository, passes };
  }
  throw new Error('the controller never comes to rest');
}

const play = (
  [traffic, actions]: readonly [AskedTraffic, readonly Action[]],
  look: (before: Repository, after: Repository) => void,
): Repository => {
  let repository = settle({ ...begin(traffic) }).repository;
  for (const { act } of actions) {
    const moved = act(repository);
    if (!moved) continue;
    const { repository: next } = settle(moved);
    look(moved, next);
    repository = next;
  }
  return repository;
};

const check = (property: (before: Repository, after: Repository) => void): void => {
  fc.assert(
    fc.property(story, (given) => {
      play(given, property);
    }),
    { numRuns: 200 },
  );
};

test('whatever people commit, the controller comes to rest, and every state it writes can be carried out', () => {
  check((before, after) => {
    for (const { by, state } of after.commits.slice(before.commits.length)) {
      expect(by).toBe('controller');
      expect(state && checkState(state, inputOf(after).stackSet, NAMES)).toEqual([]);
    }
  });
});

test('traffic that a person moved stays, until somebody wants it otherwise', () => {
  let moved = 0;
  check((before, after) => {
    const { provenance, state, stackSet, policy } = inputOf(before);
    const { writer, controllerState, asked: then, askedBefore = [], stateBefore } = provenance;
    const last = before.commits.at(-1);
    const isMove =
      writer === 'person' && provenance.commit === last?.id && state && controllerState && !haveSameWeights(state, controllerState);
    const isPlain = !before.paused && !mustDecideFirst(inputOf(before)) && JSON.stringify(then) === JSON.stringify(askedBefore);
    if (!isMove || !isPlain || (stateBefore?.spec.hold && !state.spec.hold)) return;
    moved++;
    const wanted = askedWeights(stackSet, NAMES, policy.config);
    const isWanted = state.spec.stacks?.every(({ name, weight }) => wanted.get(name) === weight);
    expect(haveSameWeights(state, tipOf(after).state)).toBe(true);
    if (!isWanted) expect(tipOf(after).state?.spec.hold).toBeDefined();
  });
  expect(moved).toBeGreaterThan(50);
});

/** Stacks that a decision gives more traffic although they are not ready; a repair may. */
function unreadyReceivers({ events, decision }: PackageDecision): readonly string[] {
  if (events.some(({ type }) => type === 'StateRepaired')) return [];
  const grown = events.flatMap((event) => (event.type === 'TrafficSwitched' ? event.changes.filter(({ from, to }) => to > from) : []));
  return grown.map(({ stack }) => stack).filter((name) => !decision?.stacks.find((stack) => stack.name === name)?.readiness.ready);
}

test('no stack gets traffic without ready pods, but by a person’s hand', () => {
  fc.assert(
    fc.property(story, ([traffic, actions]) => {
      let repository = begin(traffic);
      for (const { act } of actions) {
        const { decided, repository: next } = pass(act(repository) ?? repository);
        expect(unreadyReceivers(decided)).toEqual([]);
        repository = next;
      }
    }),
    { numRuns: 200 },
  );
});

test('after any story, what is asked for is reached once the hold is taken away', () => {
  fc.assert(
    fc.property(story, asked, (given, traffic) => {
      const after = { ...play(given, () => undefined), paused: false };
      let repository = settle(commit(after, 'person', { asked: traffic })).repository;
      repository = resumed(repository) ?? repository;
      for (let step = 0; step < 6; step++) {
        const settled = settle(repository).repository;
        repository = { ...settled, live: tipOf(settled).state, now: settled.now + 10 };
      }
      const wanted = askedWeights(inputOf(repository).stackSet, NAMES, inputOf(repository).policy.config);
      expect(new Map(tipOf(repository).state?.spec.stacks?.map(({ name, weight }) => [name, weight]))).toEqual(wanted);
    }),
    { numRuns: 200 },
  );
});
