import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { type ConformanceStep, readScenarios, type Scenario } from '../../../fixtures/conformance/cases.ts';
import { compareStep } from '../../../fixtures/conformance/compare.mjs';
import { configOf } from '../../../fixtures/conformance/compare-plans.ts';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'plan-conformance-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As a person runs it: with a dump from kubectl and a RenderConfig, both in files. */
async function planByCommand({ now, live }: ConformanceStep, scenario: Scenario): Promise<unknown> {
  writeFileSync(join(folder, 'live.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: live }));
  const config = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'RenderConfig',
    metadata: { name: 'recorded' },
    spec: configOf(scenario),
  };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  let output = '';
  const stdout = { write: (text: string): string => (output += text) };
  const stderr = { write: (): undefined => undefined };
  const args = ['plan', '--live', 'live.json', '--now', now, '--config', 'config.yaml', '-o', 'json'];
  await runCli(args, { stdin: Readable.from([]), stdout, stderr, environment: {}, workingDirectory: folder });
  return JSON.parse(output);
}

const scenarios = readScenarios();

test('there are scenarios', () => expect(scenarios.length).toBeGreaterThan(70));

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'the command plans %s as it was recorded',
  async (_name, scenario) => {
    for (const step of scenario.steps) expect(compareStep(step, await planByCommand(step, scenario)), step.action).toEqual([]);
  },
);
