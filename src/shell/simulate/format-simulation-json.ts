import { explainSimulated } from '../../core/simulate/explain-step.ts';
import { outcomeOf } from '../../core/simulate/outcome.ts';
import type { SimulatedStep } from '../../core/simulate/simulated-step.ts';

/** What `-o json` prints, a line a step; docs/reference/command-line.md describes it. */
export function formatSimulationJson(steps: readonly SimulatedStep[]): string {
  const lines = steps.map(({ time, stacks, events }) => `    ${JSON.stringify({ time, stacks, events: events.map(explainSimulated) })}`);
  return `{\n  "steps": [\n${lines.join(',\n')}\n  ],\n  "outcome": ${JSON.stringify(outcomeOf(steps))}\n}\n`;
}
