import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../shell/yaml/read.ts';
import { formatPath, type Problem } from '../model/problem.ts';
import { checkStackFields } from './check-stack.ts';
import { checkStackSetFields } from './check-stack-set.ts';
import { checkStateFields } from './check-state.ts';
import { readRenderConfig } from './read-render-config.ts';
import { readSyncConfig } from './read-sync-config.ts';

const CHECKS: Readonly<Record<string, (value: unknown) => readonly Problem[]>> = {
  StackSet: checkStackSetFields,
  Stack: checkStackFields,
  StackSetState: checkStateFields,
  RenderConfig: (value) => readRenderConfig(value).problems,
  SyncConfig: (value) => readSyncConfig(value).problems,
  ConfigMap: (value) => readRenderConfig(value).problems,
};

const root = new URL('../../../fixtures/schema/', import.meta.url);
const cases = readdirSync(root);

describe('fixtures/schema: each input gives exactly the problems in errors.txt', () => {
  test('there are cases', () => expect(cases.length).toBeGreaterThan(40));

  test.each(cases)('%s', (name) => {
    const { documents, problems } = parseYaml(readFileSync(new URL(`${name}/input.yaml`, root), 'utf8'));
    expect(problems).toEqual([]);
    const value = documents[0]?.value as { readonly kind: string };
    const lines = (CHECKS[value.kind]?.(value) ?? []).map(line);
    expect(lines.join('')).toBe(readFileSync(new URL(`${name}/errors.txt`, root), 'utf8'));
  });
});

const line = ({ severity, reason, path, message, remedy }: Problem): string =>
  `${severity} ${reason} ${formatPath(path)}: ${message}\n  ${remedy}\n`;
