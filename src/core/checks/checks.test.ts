import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../shell/yaml/read.ts';
import { buildStack } from '../lifecycle/build-stack.ts';
import { currentVersion, stackName } from '../lifecycle/stack-name.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { formatPath, type Problem } from '../model/problem.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState } from '../model/state.ts';
import { checkStackSetFields } from '../schema/check-stack-set.ts';
import { checkStateFields } from '../schema/check-state.ts';
import { checkPackage } from './check-package.ts';
import { checkStackSet } from './check-stack-set.ts';
import { checkState } from './check-state.ts';
import { templateDrift } from './template-drift.ts';

const folder = fileURLToPath(new URL('../../../fixtures/checks', import.meta.url));
const cases = readdirSync(folder).sort();

const ofKind = <T extends KubernetesObject>(objects: readonly KubernetesObject[], kind: T['kind']): readonly T[] =>
  objects.filter((object): object is T => object.kind === kind);

function readCase(name: string): readonly KubernetesObject[] {
  const { documents, problems } = parseYaml(readFileSync(`${folder}/${name}/input.yaml`, 'utf8'));
  expect(problems).toEqual([]);
  return documents.map(({ value }) => value as KubernetesObject);
}

/** All that the checks say of a package of which these are the files, as `render` would ask them. */
function checkAll(objects: readonly KubernetesObject[]): readonly Problem[] {
  const [configuration] = objects.filter(({ kind }) => kind === 'RenderConfig');
  const config: RenderConfig = { ...DEFAULT_RENDER_CONFIG, ...(configuration?.spec as Partial<RenderConfig> | undefined) };
  const states = ofKind<StackSetState>(objects, 'StackSetState');
  const members = ofKind<StackSet>(objects, 'StackSet').map((stackSet) => {
    const own = ofKind<Stack>(objects, 'Stack').filter(({ metadata }) => metadata.labels?.stackset === stackSet.metadata.name);
    const current = stackName(stackSet.metadata.name, currentVersion(stackSet));
    const existing = own.find(({ metadata }) => metadata.name === current);
    const stackNames = [...own.map(({ metadata }) => metadata.name), ...(existing ? [] : [current])];
    return { stackSet, existing, stackNames, output: 'stacks', config };
  });
  return [
    ...members.flatMap(({ stackSet, existing, stackNames }) => [
      ...checkStackSet(stackSet, { config, stackNames, ...(!existing && { created: buildStack(stackSet, 1, config) }) }),
      ...(existing ? templateDrift(stackSet, existing, config) : []),
      ...states.flatMap((state) => checkState(state, stackSet, stackNames)),
    ]),
    ...checkPackage(members).map(({ problem }) => problem),
  ];
}

const asText = (problems: readonly Problem[]): string =>
  problems
    .map(({ severity, reason, path, message, remedy }) => `${severity} ${reason} ${formatPath(path)}: ${message} / ${remedy}\n`)
    .join('');

/** What fits no schema never comes to these checks. */
function schemaErrors(objects: readonly KubernetesObject[]): readonly Problem[] {
  const problems = [
    ...ofKind<StackSet>(objects, 'StackSet').flatMap(checkStackSetFields),
    ...ofKind<StackSetState>(objects, 'StackSetState').flatMap(checkStateFields),
  ];
  return problems.filter(({ severity }) => severity === 'error');
}

describe('what the checks say', () => {
  test('has cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(45);
  });

  test.each(cases)('%s', async (name) => {
    const objects = readCase(name);
    expect(schemaErrors(objects)).toEqual([]);
    const problems = checkAll(objects);
    const expected = `${folder}/${name}/errors.txt`;
    expect(existsSync(expected), `${name} has no errors.txt: make an empty one, have \`vitest -u\` fill it, and read it`).toBe(true);
    await expect(asText(problems)).toMatchFileSnapshot(expected);
    expect(problems.filter(({ object }) => object === undefined)).toEqual([]);
  });
});
