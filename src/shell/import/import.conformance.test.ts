import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConformanceStep, readScenarios, type Scenario } from '../../../fixtures/conformance/cases.ts';
import { childrenOf, compareResources, compareStep } from '../../../fixtures/conformance/compare.mjs';
import { configOf } from '../../../fixtures/conformance/compare-plans.ts';
import { LEFT_OUT_ANNOTATION } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { KnownStack } from '../../core/render.ts';
import { groupStackSets } from '../kubernetes/group-stack-sets.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { observeStacks } from '../kubernetes/observe-stacks.ts';
import { planRender } from '../package/plan-render.ts';
import { type GitPackage, readPackages } from '../package/read-packages.ts';
import { buildPlan, buildStackSetPlan } from '../plan/build-plan.ts';
import { planStackSet } from '../plan/plan-stack-set.ts';
import { parseYaml } from '../yaml/read.ts';
import type { ImportPlan } from './import-plan.ts';
import { planImport } from './plan-import.ts';
import { writeImport } from './write-import.ts';

/** A step whose live objects were imported, and what is in the files then. */
interface Imported {
  readonly name: string;
  readonly step: ConformanceStep;
  readonly config: RenderConfig;
  readonly folder: string;
  readonly plan: ImportPlan;
  readonly git: GitPackage;
}

const root = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Into a folder of its own, with the settings that the scenario was recorded with. */
function importStep(scenario: Scenario, step: ConformanceStep, index: number): Imported {
  const name = `${scenario.name}, step ${index + 1} (${step.action})`;
  const folder = join(root, scenario.name, String(index + 1));
  const { clusterDomains, ...config } = configOf(scenario);
  mkdirSync(folder, { recursive: true });
  const configFile = join(root, scenario.name, 'config.json');
  writeFileSync(
    configFile,
    JSON.stringify({ apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'RenderConfig', spec: { clusterDomains, ...config } }),
  );
  const dump = JSON.stringify({ kind: 'List', items: step.live });
  const plan = planImport({ dump, file: 'dump.json', output: '.', configFile, workingDirectory: folder });
  expect(
    plan.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    name,
  ).toEqual([]);
  writeImport(plan, folder);
  const [git] = readPackages({ directories: ['.'], workingDirectory: folder }).packages;
  if (!git) throw new Error(`${name}: nothing was imported`);
  return { name, step, config: { clusterDomains, ...config }, folder, plan, git };
}

const isImportable = ({ live, expected }: ConformanceStep): boolean =>
  expected.error === undefined && live.some(({ kind }) => kind === 'Stack');

let steps: readonly Imported[];
let changes: readonly Change[];
beforeAll(() => {
  steps = readScenarios().flatMap((scenario) =>
    scenario.steps.flatMap((step, index) => (isImportable(step) ? [importStep(scenario, step, index)] : [])),
  );
  changes = steps.flatMap(changesOf);
  process.stdout.write(`import: ${steps.length} dumps, ${changes.length} changes\n`);
}, 120_000);

test('every recorded step with a Stack is imported', () => expect(steps.length).toBeGreaterThan(400));

test('a render of the package changes nothing', async () => {
  const found: string[] = [];
  for (const { name, folder } of steps) {
    const { changes, problems } = await planRender({ directories: ['.'], allowRemoval: false, workingDirectory: folder });
    found.push(...changes.map(({ action, path }) => `${name}: ${action} ${path}`));
    found.push(...problems.filter(({ severity }) => severity === 'error').map(({ message }) => `${name}: ${message}`));
  }
  expect(found).toEqual([]);
}, 120_000);

/** What import leaves out is no part of the recorded decision: without its notes, render gives all that was generated. */
function withoutNotes({ stack, frozen }: KnownStack): KnownStack {
  const { [LEFT_OUT_ANNOTATION]: _, ...annotations } = stack.metadata.annotations ?? {};
  return { stack: { ...stack, metadata: { ...stack.metadata, annotations } }, frozen };
}

test('a plan over the package decides as the original did', () => {
  const found = steps.flatMap(({ name, step, config, git }) => {
    const live = new LiveObjects(step.live as readonly LiveObject[]);
    const [group] = groupStackSets(live, config.controllerId).stackSets;
    // The generation that says whether a child of the original is up to date is only on the live Stacks.
    const observation = observeStacks(git.stackSet, group?.stacks ?? [], live, config);
    const input = { stackSet: git.stackSet, stacks: git.stacks.map(withoutNotes), state: git.state, observation, configuration: [] };
    const outlook = planStackSet(input, step.now, { config, awaitRoutes: false });
    const plan: unknown = JSON.parse(JSON.stringify(buildPlan(step.now, [buildStackSetPlan(outlook, config)])));
    return compareStep(step, plan).map((difference) => `${name}: ${difference}`);
  });
  expect(found).toEqual([]);
});

/** The children that a Stack's file holds. */
function childrenInGit({ plan }: Imported, stackName: string): readonly KubernetesObject[] {
  const file = plan.changes.find(({ path }) => path.endsWith(`/${stackName}.yaml`));
  if (file?.action !== 'create') throw new Error(`${stackName} has no file`);
  return parseYaml(file.after)
    .documents.slice(1)
    .map(({ value }) => value as KubernetesObject);
}

/** Objects of one stack in which the package differs from what is live; `asDecided` where the original's next pass makes the same change. */
interface Change {
  readonly step: string;
  readonly object: string;
  readonly asDecided: boolean;
}

function changesOf(imported: Imported): readonly Change[] {
  const { step, name } = imported;
  const stacks = step.live.filter((object): object is Stack => object.kind === 'Stack');
  const names = stacks.map(({ metadata }) => metadata.name);
  const children = step.live.filter(({ kind }) => kind !== 'Stack' && kind !== 'StackSet');
  return stacks.flatMap(({ metadata, spec }) => {
    const inGit = childrenInGit(imported, metadata.name);
    const live = { name: metadata.name, resources: childrenOf(metadata.name, names, children) };
    const next = step.expected.stacks?.find((stack) => stack.name === metadata.name) ?? live;
    const unlikeNext = compareResources(next, spec.autoscaler !== undefined, inGit).map(fieldIn);
    return compareResources(live, spec.autoscaler !== undefined, inGit).map((difference) => ({
      step: name,
      object: /^[^.:]+/.exec(difference)?.[0] ?? '',
      asDecided: !unlikeNext.includes(fieldIn(difference)),
    }));
  });
}

/** `Ingress/shop-v1.spec.rules`, of a difference in it. */
const fieldIn = (difference: string): string => difference.split(': ')[0] ?? '';

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

test('the first apply changes no live child, makes none and leaves none out', () => {
  expect(changes.filter(({ asDecided }) => !asDecided)).toEqual([]);
});

test('but for what the original would change by itself next: an edit that it has not carried out yet, and the place of a stack without routes', () => {
  expect(unique(changes.map(({ step }) => step))).toMatchInlineSnapshot(`
    [
      "random-10, step 6 (new version)",
      "random-19, step 2 (change a synchronized annotation)",
      "random-25, step 8 (wait)",
      "random-3, step 9 (change a synchronized annotation)",
      "random-7, step 8 (change a synchronized annotation)",
      "synchronized-annotations-reach-every-stack, step 3 (change both)",
      "synchronized-annotations-reach-every-stack, step 5 (remove it)",
    ]
  `);
});

test('and import says so, of these objects and of no other', () => {
  const told = steps.flatMap(({ name, plan }) =>
    plan.problems
      .filter(({ reason }) => ['FirstApplyChanges', 'AnnotationStaysLive', 'ObjectNotInDump'].includes(reason))
      .map(({ object }) => `${name}: ${object?.kind}/${object?.name}`),
  );
  expect(unique(told)).toEqual(unique(changes.map(({ step, object }) => `${step}: ${object}`)));
});
