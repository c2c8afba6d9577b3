import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Given, situationOf, stateOf } from '../../../fixtures/decide/given.ts';
import { emitDocument } from '../../shell/yaml/emit.ts';
import { parseYaml } from '../../shell/yaml/read.ts';
import { explainBlocked, explainEvent } from '../explain.ts';
import type { AskedTraffic, PackageDecision, PackageInput, StackTimers, StateProvenance } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import { checkStateFields } from '../schema/check-state.ts';
import { decidePackage } from './decide-package.ts';
import { formatCommitMessage } from './format-commit-message.ts';
import { mustDecideFirst } from './must-decide-first.ts';

/**
 * Each folder of fixtures/sync/decide is a story: `given.yaml` says what is in Git, what its history tells and what the cluster shows,
 * `expected.yaml` what the controller eu-1 does. `npx vitest run src/core/sync/decide-package.test.ts -u` writes what it does now; read
 * the diff before you commit it.
 */
const folder = fileURLToPath(new URL('../../../fixtures/sync/decide', import.meta.url));
const stories = readdirSync(folder);

type Spec = StackSetState['spec'];
type Weights = Readonly<Record<string, number>>;

interface GivenPackage extends Given {
  /** Name of the StackSet in the state, where it is another one. */
  readonly stateName?: string;
  readonly path?: string;
  readonly provenance: Pick<StateProvenance, 'writer' | 'commit' | 'time'> & {
    readonly asked?: Weights;
    readonly askedBefore?: Weights;
    readonly askedAtHold?: Weights;
    readonly stateBefore?: Spec | null;
    readonly controllerState?: Spec;
  };
  readonly timers?: Readonly<Record<string, StackTimers>>;
  readonly stale?: PackageInput['stale'];
  readonly freeze?: PackageInput['freeze'];
  readonly removalAllowed?: boolean;
}

const traffic = (weights: Weights): AskedTraffic => Object.entries(weights).map(([stackName, weight]) => ({ stackName, weight }));

function provenanceOf({
  asked,
  askedBefore,
  askedAtHold,
  stateBefore,
  controllerState,
  ...rest
}: GivenPackage['provenance']): StateProvenance {
  return {
    ...rest,
    ...(asked && { asked: traffic(asked) }),
    ...(askedBefore && { askedBefore: traffic(askedBefore) }),
    ...(askedAtHold && { askedAtHold: traffic(askedAtHold) }),
    ...(stateBefore !== undefined && { stateBefore: stateBefore && stateOf(stateBefore) }),
    ...(controllerState && { controllerState: stateOf(controllerState) }),
  };
}

function inputOf(given: GivenPackage): PackageInput {
  const { config, state, ...situation } = situationOf(given);
  return {
    ...situation,
    state: state && given.stateName ? { ...state, metadata: { ...state.metadata, name: given.stateName } } : state,
    now: given.now,
    policy: { config, awaitRoutes: true },
    controller: 'eu-1',
    path: given.path ?? 'apps/shop',
    provenance: provenanceOf(given.provenance),
    ...(given.timers && { timers: new Map(Object.entries(given.timers)) }),
    ...(given.stale && { stale: given.stale }),
    ...(given.freeze && { freeze: given.freeze }),
    ...(given.removalAllowed !== undefined && { removalAllowed: given.removalAllowed }),
  };
}

function tell(input: PackageInput, decided: PackageDecision): unknown {
  const { nextState, leaves, removedStacks, nextMoment, timers } = decided;
  const message = formatCommitMessage([{ kind: 'decided', namespace: 'default', name: 'shop', decision: decided }], 'eu-1');
  return {
    decidedBeforeRendering: mustDecideFirst(input),
    events: decided.events.map(explainEvent),
    blocked: decided.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`),
    ...(leaves && { leaves, removedStacks }),
    ...(removedStacks.length > 0 && { removedStacks }),
    ...(nextMoment !== undefined && { nextMoment }),
    ...(timers.size > 0 && { timers: Object.fromEntries(timers) }),
    ...(nextState && { state: nextState.spec }),
    ...(decided.worthACommit ? { commit: message } : { commit: false }),
  };
}

test('there are stories', () => {
  expect(stories.length).toBeGreaterThan(35);
});

test.each(stories)('%s', async (name) => {
  const { documents, problems } = parseYaml(readFileSync(`${folder}/${name}/given.yaml`, 'utf8'));
  expect(problems).toEqual([]);
  const input = inputOf(documents[0]?.value as GivenPackage);
  const decided = decidePackage(input);
  if (decided.nextState) expect(checkStateFields(decided.nextState)).toEqual([]);
  await expect(emitDocument(tell(input, decided))).toMatchFileSnapshot(`${folder}/${name}/expected.yaml`);
});
