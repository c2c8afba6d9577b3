import { describe, expect, it } from 'vitest';
import { readPromql } from './promql.ts';

describe('readPromql', () => {
  it('finds series and what their labels must be', () => {
    expect(readPromql('sum by (a) (rate(x_total{reason=~"A|B",job="j"}[$__rate_interval])) / on (job) y > 0')).toEqual({
      series: ['x_total', 'y'],
      matched: [
        ['reason', 'A'],
        ['reason', 'B'],
        ['job', 'j'],
      ],
    });
  });

  it.for(['sum(', 'rate(x[5m)', 'x{a=}', 'x y', '1 + 1', ''])('refuses "%s"', (text) => expect(() => readPromql(text)).toThrow());
});
