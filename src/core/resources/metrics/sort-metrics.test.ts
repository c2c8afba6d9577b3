import { describe, expect, test } from 'vitest';
import type { AutoscalerMetric } from '../../model/autoscaler.ts';
import { sortMetrics } from './sort-metrics.ts';

const places = (metrics: readonly AutoscalerMetric[]): readonly number[] => sortMetrics(metrics).map(({ index }) => index);
const zmon = (checkID: string): AutoscalerMetric => ({ type: 'ZMON', zmon: { checkID } });

describe('metrics are sorted', () => {
  test.each([
    ['by type', [{ type: 'ZMON' }, { type: 'CPU' }, { type: 'Memory' }], [1, 2, 0]],
    [
      'by average',
      [
        { type: 'A', average: 3 },
        { type: 'A', average: 1 },
        { type: 'A', average: 2 },
      ],
      [1, 2, 0],
    ],
    [
      'by the digits of averages',
      [
        { type: 'A', average: '2' },
        { type: 'A', average: '1500m' },
        { type: 'A', average: '1k' },
      ],
      [0, 2, 1],
    ],
    [
      'by numbers, not by text',
      [
        { type: 'A', average: 10 },
        { type: 'A', average: 9 },
      ],
      [1, 0],
    ],
    [
      'with negative averages first',
      [
        { type: 'A', average: 1 },
        { type: 'A', average: -2 },
      ],
      [1, 0],
    ],
    [
      'by average before utilization',
      [
        { type: 'A', average: 2, averageUtilization: 1 },
        { type: 'A', average: 1, averageUtilization: 2 },
      ],
      [1, 0],
    ],
    [
      'by utilization',
      [
        { type: 'CPU', averageUtilization: 80 },
        { type: 'CPU', averageUtilization: 70 },
      ],
      [1, 0],
    ],
    [
      'by container',
      [
        { type: 'CPU', averageUtilization: 70, container: 'b' },
        { type: 'CPU', averageUtilization: 70, container: 'a' },
      ],
      [1, 0],
    ],
    [
      'by queue',
      [
        { type: 'S', queue: { name: 'b' } },
        { type: 'S', queue: { name: 'a' } },
      ],
      [1, 0],
    ],
    [
      'with a queue without a name first',
      [
        { type: 'S', queue: { name: 'b' } },
        { type: 'S', queue: {} },
      ],
      [1, 0],
    ],
    [
      'by endpoint',
      [
        { type: 'P', endpoint: { name: 'b' } },
        { type: 'P', endpoint: { name: 'a' } },
      ],
      [1, 0],
    ],
    ['by check, as text', [zmon('9'), zmon('10')], [1, 0]],
    [
      'by hosts',
      [
        { type: 'R', requestsPerSecond: { hostnames: ['b'] } },
        { type: 'R', requestsPerSecond: { hostnames: ['a', 'c'] } },
      ],
      [1, 0],
    ],
    [
      'by schedule',
      [
        { type: 'S', scalingSchedule: { name: 'b' } },
        { type: 'S', scalingSchedule: { name: 'a' } },
      ],
      [1, 0],
    ],
    [
      'by schedule of the cluster',
      [
        { type: 'S', clusterScalingSchedule: { name: 'b' } },
        { type: 'S', clusterScalingSchedule: { name: 'a' } },
      ],
      [1, 0],
    ],
    [
      'by container before queue',
      [
        { type: 'A', container: 'b', queue: { name: 'a' } },
        { type: 'A', container: 'a', queue: { name: 'b' } },
      ],
      [1, 0],
    ],
    [
      'not by what only one of them has',
      [
        { type: 'A', container: 'b' },
        { type: 'A', average: 1 },
        { type: 'A', queue: { name: 'a' } },
      ],
      [0, 1, 2],
    ],
    [
      'and equals stay as they were',
      [
        { type: 'A', average: 1 },
        { type: 'A', average: '1' },
        { type: 'A', average: '1000m' },
      ],
      [0, 1, 2],
    ],
    [
      'not by an empty container',
      [
        { type: 'A', container: '', queue: { name: 'b' } },
        { type: 'A', container: '', queue: { name: 'a' } },
      ],
      [1, 0],
    ],
    [
      'by the first name that both have, and no further',
      [
        { type: 'A', container: 'a', queue: { name: 'b' } },
        { type: 'A', container: 'a', queue: { name: 'a' } },
      ],
      [0, 1],
    ],
    [
      'an average that is no quantity counts as missing',
      [
        { type: 'A', average: 'much' },
        { type: 'A', average: 1 },
      ],
      [0, 1],
    ],
  ] as readonly (readonly [string, readonly AutoscalerMetric[], readonly number[]])[])('%s', (_rule, metrics, expected) => {
    expect(places(metrics)).toEqual(expected);
  });
});
