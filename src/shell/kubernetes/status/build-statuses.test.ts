import { expect, test } from 'vitest';
import { type ConformanceStep, readScenarios } from '../../../../fixtures/conformance/cases.ts';
import { configOf } from '../../../../fixtures/conformance/compare-plans.ts';
import type { Decision } from '../../../core/model/decision.ts';
import type { RenderConfig } from '../../../core/model/render-config.ts';
import type { StackSet } from '../../../core/model/stack-set.ts';
import { planDumpEntries } from '../../plan/plan-dump.ts';
import type { LiveObject } from '../live-object.ts';
import { LiveObjects } from '../live-objects.ts';
import { buildStatuses } from './build-statuses.ts';

/** A merge patch applied to nothing: what is null is not there. The original's weights are sums of doubles. */
const comparable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, field: unknown) =>
    typeof field === 'number' ? Math.round(field * 1e6) / 1e6 : (field ?? undefined),
  );

interface Recorded {
  readonly stackSetStatus: Readonly<Record<string, unknown>>;
  readonly stacks: readonly { readonly name: string; readonly status: unknown }[];
}

function statusesOf(step: ConformanceStep, config: RenderConfig): ReadonlyMap<string, unknown> | undefined {
  const live = new LiveObjects(step.live as readonly LiveObject[]);
  const [entry] = planDumpEntries(live, step.now, config);
  if (!entry?.outlook) return undefined;
  const { stackSet, decision }: { readonly stackSet: StackSet; readonly decision: Decision } = entry.outlook;
  const statuses = buildStatuses(stackSet, decision, live, stackSet.metadata.namespace);
  return new Map(statuses.map(({ kind, name, status }) => [kind === 'StackSet' ? kind : name, comparable(status)]));
}

test('statuses are what stackset-controller recorded', () => {
  let compared = 0;
  for (const scenario of readScenarios()) {
    for (const [index, step] of scenario.steps.entries()) {
      const { stackSetStatus, stacks } = step.expected as unknown as Recorded;
      const isDecidedAlike = step.expected.error === undefined && !step.noDesiredTraffic;
      const statuses = isDecidedAlike ? statusesOf(step, configOf(scenario)) : undefined;
      if (!statuses) continue;
      const place = `${scenario.name}, step ${index + 1}`;
      expect(statuses.get('StackSet'), place).toEqual(comparable(stackSetStatus));
      for (const { name, status } of stacks) expect(statuses.get(name), `${place}, ${name}`).toEqual(comparable(status));
      compared += stacks.length;
    }
  }
  expect(compared).toBeGreaterThan(900);
});
