import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readScenarios } from '../../../../fixtures/conformance/cases.ts';
import { DEFAULT_RENDER_CONFIG } from '../../../core/model/render-config.ts';
import { PLAIN } from '../../cli/report/style.ts';
import { LiveObjects } from '../../kubernetes/live-objects.ts';
import { readDump } from '../../kubernetes/read-dump.ts';
import { parseYaml } from '../../yaml/read.ts';
import { planDumpEntries } from '../plan-dump.ts';
import { formatPlanMarkdown } from './format-plan-markdown.ts';
import { formatPlanTable } from './format-plan-table.ts';
import { formatPlanYaml } from './format-plan-yaml.ts';

const NOW = '2026-03-01T12:05:00Z';
const steps = readScenarios().flatMap((scenario) => scenario.steps);

/** The dump with one value, counted through all of it, replaced by an odd one. */
function damaged(dump: unknown, at: number, odd: unknown): string {
  let count = 0;
  return JSON.stringify(dump, (_key, value) => (count++ === at ? odd : value)) ?? 'null';
}

const odd = fc.constantFrom<unknown>(null, '', 'x\u001B[2J', '|@a', -1, 0.5, 1e300, {}, [], [null], { a: null }, true);

test('whatever is broken in a dump, every report can be written, safe to print, and its YAML can be read', () => {
  fc.assert(
    fc.property(fc.nat(steps.length - 1), fc.nat(400), odd, (index, at, value) => {
      const { objects } = readDump(damaged(steps[index]?.live, at, value), 'dump');
      const entries = planDumpEntries(new LiveObjects(objects), NOW, DEFAULT_RENDER_CONFIG);
      const texts = [formatPlanTable(entries, NOW, PLAIN), formatPlanMarkdown({ entries, problems: [] }, NOW)];
      for (const text of texts) expect(text).not.toContain('\u001B');
      expect(parseYaml([...formatPlanYaml(entries)].join('')).problems).toEqual([]);
    }),
    { numRuns: 1000 },
  );
}, 120_000);
