import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { servedMetrics } from '../../../scripts/test/served-metrics.ts';

const reference = readFileSync(new URL('../../../docs/reference/metrics.md', import.meta.url), 'utf8');

/** From the rows of its tables that start with a metric: `name type label,label`. */
const documented = [...reference.matchAll(/^\| `(\w+)` \| (\w+) \|(.*?)\|/gm)].map(([, name, type, labels = '']) =>
  `${name} ${type} ${[...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).join(',')}`.trim(),
);

test('the reference has every metric, with its type and labels, and no other', async () => {
  const served = (await servedMetrics()).filter(({ name }) => name.startsWith('stackset_'));
  expect(served.length).toBeGreaterThan(15);
  expect(documented.toSorted()).toEqual(served.map(({ name, type, labels }) => `${name} ${type} ${labels.join(',')}`.trim()).toSorted());
});

/** https://github.com/zalando-incubator/stackset-controller/blob/master/pkg/core/metrics.go, as of June 2026. */
test.each([
  'stackset_stackset_stacks gauge namespace,stackset,application',
  'stackset_stack_desired_traffic_weight gauge namespace,stack,application',
  'stackset_stack_actual_traffic_weight gauge namespace,stack,application',
  'stackset_stack_ready gauge namespace,stack,application',
  'stackset_stack_prescaling_active gauge namespace,stack,application',
  'stackset_stack_prescaling_replicas gauge namespace,stack,application',
  'stackset_errors_count counter',
  'stackset_errors_panic_count counter',
])('stackset-controller’s %s is there', (metric) => expect(documented).toContain(metric));
