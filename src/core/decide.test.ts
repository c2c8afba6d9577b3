import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emitDocument } from '../shell/yaml/emit.ts';
import { parseYaml } from '../shell/yaml/read.ts';
import { decide } from './decide.ts';
import { explainBlocked, explainEvent } from './explain.ts';
import { buildStack } from './lifecycle/build-stack.ts';
import { OBSERVED_KINDS, type StackObservation } from './model/observation.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from './model/render-config.ts';
import type { StackSet, StackSetSpec } from './model/stack-set.ts';
import type { StackSetState } from './model/state.ts';
import { checkStateFields } from './schema/check-state.ts';

/**
 * Each folder of fixtures/decide is a story: `given.yaml` says what is in Git and in the cluster, `expected.yaml` what is decided and
 * why. `npx vitest run src/core/decide.test.ts -u` writes what is decided now; read the diff before you commit it.
 */
const folder = fileURLToPath(new URL('../../fixtures/decide', import.meta.url));
const stories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** A StackSet `shop` with an Ingress, three pods a stack, and what the story says otherwise. */
interface Given {
  readonly now: string;
  readonly config?: Partial<RenderConfig>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Stacks in Git, in the order of creation. */
  readonly versions: readonly string[];
  /** The StackSet's; the last of `versions` where missing. */
  readonly version?: string;
  readonly traffic?: Readonly<Record<string, number>>;
  readonly minReadyPercent?: number;
  readonly lifecycle?: StackSetSpec['stackLifecycle'];
  readonly autoscaler?: StackSetSpec['stackTemplate']['spec']['autoscaler'];
  readonly ingress?: boolean;
  readonly state?: StackSetState['spec'];
  readonly cluster: Readonly<Record<string, GivenStack>>;
}

/** A stack in the cluster; all its pods are updated and ready, and all its children up to date, unless it says otherwise. */
interface GivenStack {
  readonly replicas: number;
  readonly ready?: number;
  readonly updated?: number;
  readonly unobserved?: boolean;
  /** Percent that its live Ingress gives it. */
  readonly route?: number;
  /** Kind or name of a child. */
  readonly missing?: string;
  readonly outdated?: string;
  readonly leftover?: string;
  readonly protected?: boolean;
}

function stackSetOf(given: Given, version: string): StackSet {
  const { annotations, traffic, minReadyPercent, lifecycle, autoscaler, ingress = true } = given;
  return {
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: { name: 'shop', namespace: 'default', ...(annotations && { annotations }) },
    spec: {
      ...(ingress && { ingress: { hosts: ['shop.example.org'], backendPort: 80 } }),
      ...(traffic && { traffic: Object.entries(traffic).map(([stackName, weight]) => ({ stackName, weight })) }),
      ...(minReadyPercent !== undefined && { minReadyPercent }),
      ...(lifecycle && { stackLifecycle: lifecycle }),
      stackTemplate: {
        spec: { version, replicas: 3, ...(autoscaler && { autoscaler }), podTemplate: { spec: { containers: [{ name: 'app' }] } } },
      },
    },
  };
}

function observe(given: Given, name: string, stack: GivenStack): StackObservation {
  const { replicas, ready = replicas, updated = replicas, unobserved = false, route, protected: isProtected = false } = stack;
  const kinds = OBSERVED_KINDS.filter(
    (kind) =>
      kind === stack.leftover ||
      !((kind === 'HorizontalPodAutoscaler' && !given.autoscaler) || kind === 'RouteGroup' || (kind === 'Ingress' && route === undefined)),
  );
  const names = (kind: string): readonly string[] => (kind === 'Ingress' ? [`${name}-traffic-segment`] : [name]);
  const children = kinds
    .flatMap((kind) => names(kind).map((child) => ({ kind, name: child, upToDate: child !== stack.outdated, pruneProtected: isProtected })))
    .filter((child) => child.kind !== stack.missing);
  return {
    children,
    pods: { observed: !unobserved, replicas, updatedReplicas: updated, readyReplicas: ready },
    routes: route === undefined ? [] : [{ kind: 'Ingress', weight: route, step: given.config?.weightPrecision ?? 1 }],
  };
}

function tell(given: Given): unknown {
  const config = { ...DEFAULT_RENDER_CONFIG, ...given.config };
  const stacks = given.versions.map((version, index) => buildStack(stackSetOf(given, version), index + 1, config));
  const stackSet = stackSetOf(given, given.version ?? given.versions.at(-1) ?? 'v1');
  const state: StackSetState | undefined = given.state && {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: 'shop', namespace: 'default' },
    spec: given.state,
  };
  const observation = new Map(Object.entries(given.cluster).map(([name, stack]) => [name, observe(given, name, stack)]));
  const decision = decide(stackSet, stacks, state, observation, given.now, { config, awaitRoutes: true });
  expect(checkStateFields(decision.state)).toEqual([]);
  return {
    events: decision.events.map(explainEvent),
    blocked: decision.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`),
    worthACommit: decision.worthACommit,
    ready: decision.stacks.filter(({ readiness }) => readiness.ready).map(({ name }) => name),
    segments: Object.fromEntries(decision.stacks.filter(({ state: { weight } }) => weight > 0).map(({ name, segment }) => [name, segment])),
    state: decision.state.spec,
  };
}

test('there are stories', () => {
  expect(stories.length).toBeGreaterThan(20);
});

test.each(stories.map(({ name }) => name))('%s', async (name) => {
  const { documents, problems } = parseYaml(readFileSync(`${folder}/${name}/given.yaml`, 'utf8'));
  expect(problems).toEqual([]);
  await expect(emitDocument(tell(documents[0]?.value as Given))).toMatchFileSnapshot(`${folder}/${name}/expected.yaml`);
});
