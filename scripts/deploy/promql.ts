import { parser } from '@prometheus-io/lezer-promql';

/** What an expression asks for. */
interface PromqlReading {
  /** Names of series, each once. */
  readonly series: readonly string[];
  /** Values of label matchers, by label: of `reason=~"A|B"` A and B. */
  readonly matched: readonly (readonly [label: string, value: string])[];
}

/** Reads PromQL by Prometheus' own grammar; throws where it is none. Grafana's variables for durations are taken for one. */
export function readPromql(expression: string): PromqlReading {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const series = new Set<string>();
  const matched: (readonly [string, string])[] = [];
  parser.parse(text).iterate({
    enter({ type, from, to }) {
      const source = text.slice(from, to);
      if (type.isError) throw new Error(`${text}: error at character ${from + 1}`);
      if (type.name === 'VectorSelector') series.add(/^\w+/.exec(source)?.[0] ?? source);
      const [, label, values] = (type.name === 'UnquotedLabelMatcher' && /^(\w+)=~?"(.*)"$/.exec(source)) || [];
      if (label !== undefined && values !== undefined) for (const value of values.split('|')) matched.push([label, value]);
    },
  });
  if (series.size === 0) throw new Error(`${text}: asks for nothing`);
  return { series: [...series], matched };
}
