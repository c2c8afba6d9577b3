import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readScenarios } from '../../../../fixtures/conformance/cases.ts';
import { DEFAULT_RENDER_CONFIG } from '../../../core/model/render-config.ts';
import { COLOURED, PLAIN } from '../../cli/report/style.ts';
import type { LiveObject } from '../../kubernetes/live-object.ts';
import { LiveObjects } from '../../kubernetes/live-objects.ts';
import { buildPlan } from '../build-plan.ts';
import { planDumpEntries } from '../plan-dump.ts';
import type { PlanEntry } from '../plan-entry.ts';
import { formatPlanJson } from './format-plan-json.ts';
import { formatPlanMarkdown } from './format-plan-markdown.ts';
import { formatPlanTable } from './format-plan-table.ts';

const NOW = '2026-03-01T12:02:30Z';
const LIMIT = 60_000;

const step = readScenarios().find(({ name }) => name === 'blue-green-switch-waits-for-ready-pods')?.steps[5];

/** As many StackSets that switch, each in a namespace of its own. */
function switching(count: number): readonly PlanEntry[] {
  const live = JSON.stringify(step?.live);
  const objects = Array.from(
    { length: count },
    (_, index) => JSON.parse(live.replaceAll('"namespace":"default"', `"namespace":"n${index}"`)) as LiveObject[],
  );
  return planDumpEntries(new LiveObjects(objects.flat()), NOW, DEFAULT_RENDER_CONFIG);
}

const markdown = (entries: readonly PlanEntry[]): string => formatPlanMarkdown({ entries, problems: [] }, NOW);

describe('Markdown fits into a comment', () => {
  test.each([1, 5, 20, 40, 80, 150, 400])('%d StackSets', (count) => {
    const text = markdown(switching(count));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    const shown = text.match(/^### /gm)?.length ?? 0;
    const left = Number(/^(\d+) more StackSets are left out/m.exec(text)?.[1] ?? 0);
    expect(shown + left).toBe(count);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  });

  test('few are shown whole', () => expect(markdown(switching(2))).not.toContain('left out'));

  test('diffs go before StackSets', () => {
    const text = markdown(switching(40));
    expect(text.match(/^### /gm)).toHaveLength(40);
    expect(text).toContain('The diffs are left out');
    expect(text).toMatch(/\d+ more objects differ; their diffs are left out/);
  });

  test('of many problems the first are told', () => {
    const problem = { severity: 'error', reason: 'DumpItemInvalid', path: [], message: 'x'.repeat(100), remedy: 'Do.' } as const;
    expect(formatPlanMarkdown({ entries: [], problems: Array.from({ length: 500 }, () => problem) }, NOW)).toContain('- and 480 more\n');
  });

  test('what a Secret holds is in no comment', () => {
    const [entry] = switching(1);
    if (!entry) throw new Error('no StackSet');
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shop-v1-key', namespace: 'n0' }, data: { key: 'c2VjcmV0' } };
    const text = markdown([{ ...entry, part: { ...entry.part, resources: [secret] } }]);
    expect(text).toContain('! Secret/shop-v1-key is new; what it holds is not shown');
    expect(text).not.toContain('c2VjcmV0');
  });
});

describe('the table', () => {
  test('has colours that change no column', () => {
    const entries = switching(2);
    const text = formatPlanTable(entries, NOW, COLOURED);
    expect(text).not.toBe(stripVTControlCharacters(text));
    expect(stripVTControlCharacters(text)).toBe(formatPlanTable(entries, NOW, PLAIN));
  });

  test('of very many StackSets that stay as they are it tells the number', () => {
    const quiet = switching(21).map((entry): PlanEntry => {
      const { outlook: _outlook, ...rest } = entry;
      return { ...rest, part: { ...entry.part, blocked: [], errors: [] } };
    });
    expect(formatPlanTable(quiet, NOW, PLAIN)).toBe(`Plan of ${NOW}\n\n21 StackSets: no changes\n`);
  });

  test('of nothing is nothing', () => expect(formatPlanTable([], NOW, PLAIN)).toBe(''));
});

test('JSON keeps every digit of large integers', () => {
  const resource = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, big: 12345678901234567890n, text: '12' };
  const text = formatPlanJson(buildPlan(NOW, [{ name: 'shop', stacks: [], blocked: [], errors: [], resources: [resource] }]));
  expect(text).toContain('"big": 12345678901234567890,');
  expect(text).toContain('"text": "12"');
});
