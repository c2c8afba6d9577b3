interface Query {
  /** PromQL, in which `$namespace`, `$stackset` and `$__rate_interval` are Grafana's variables. */
  readonly expression: string;
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly type: 'timeseries' | 'stat' | 'table' | 'state-timeline';
  /** Of 24. */
  readonly width: number;
  readonly queries: readonly Query[];
  /** https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
  readonly unit: 'percent' | 'none' | 'short' | 's' | 'bytes' | 'percentunit';
  readonly max?: number;
  readonly stacked?: boolean;
  /** Words and colours for values. */
  readonly mappings?: Readonly<Record<string, { readonly text: string; readonly color: string }>>;
}

interface Row {
  readonly title: string;
  readonly height: number;
  readonly panels: readonly Panel[];
}

/** A stack's metrics name no StackSet, as stackset-controller's do not: its name begins with the StackSet's. */
const STACKS = '{namespace=~"$namespace", stack=~"($stackset)-.+"}';
const STACKSETS = '{namespace=~"$namespace", stackset=~"$stackset"}';

const quantile = (share: number, histogram: string): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket[$__rate_interval])))`;

export const ROWS: readonly Row[] = [
  {
    title: 'Traffic',
    height: 9,
    panels: [
      {
        title: 'Traffic by stack',
        description: 'Percent of the traffic that the routes in Git give each stack.',
        type: 'timeseries',
        width: 12,
        unit: 'percent',
        stacked: true,
        queries: [{ expression: `stackset_stack_actual_traffic_weight${STACKS}`, legend: '{{namespace}}/{{stack}}' }],
      },
      {
        title: 'Traffic asked for',
        description: 'Percent of the traffic that spec.traffic asks for.',
        type: 'timeseries',
        width: 12,
        unit: 'percent',
        stacked: true,
        queries: [{ expression: `stackset_stack_desired_traffic_weight${STACKS}`, legend: '{{namespace}}/{{stack}}' }],
      },
    ],
  },
  {
    title: 'What holds StackSets back',
    height: 8,
    panels: [
      {
        title: 'StackSets',
        description: 'Each StackSet counts once, for the worst that holds of it.',
        type: 'timeseries',
        width: 8,
        unit: 'none',
        stacked: true,
        queries: [{ expression: 'sum by (condition) (stackset_sync_stacksets)', legend: '{{condition}}' }],
      },
      {
        title: 'Blocked',
        description: 'Why something waits, now. The reasons are told in docs/explanation/decisions.md.',
        type: 'table',
        width: 8,
        unit: 'none',
        queries: [{ expression: `sum by (namespace, stackset, reason) (stackset_sync_blocked${STACKSETS})`, legend: '' }],
      },
      {
        title: 'Ready',
        description: 'Whether a stack may get more traffic.',
        type: 'state-timeline',
        width: 8,
        unit: 'none',
        max: 1,
        mappings: { '0': { text: 'not ready', color: 'orange' }, '1': { text: 'ready', color: 'green' } },
        queries: [{ expression: `max by (namespace, stack) (stackset_stack_ready${STACKS})`, legend: '{{namespace}}/{{stack}}' }],
      },
    ],
  },
  {
    title: 'Stacks',
    height: 7,
    panels: [
      {
        title: 'Stacks by StackSet',
        description: 'How many stacks each StackSet keeps.',
        type: 'timeseries',
        width: 12,
        unit: 'none',
        queries: [{ expression: `stackset_stackset_stacks${STACKSETS}`, legend: '{{namespace}}/{{stackset}}' }],
      },
      {
        title: 'Prescaled pods',
        description: 'Pods that stacks get before their traffic.',
        type: 'timeseries',
        width: 12,
        unit: 'none',
        queries: [
          {
            expression: `stackset_stack_prescaling_replicas${STACKS} and stackset_stack_prescaling_active${STACKS} == 1`,
            legend: '{{namespace}}/{{stack}}',
          },
        ],
      },
    ],
  },
  {
    title: 'Controller',
    height: 5,
    panels: [
      {
        title: 'Leaders',
        description: 'Exactly one replica of a controller leads.',
        type: 'stat',
        width: 4,
        unit: 'none',
        queries: [{ expression: 'sum(stackset_sync_leader)', legend: 'leaders' }],
      },
      {
        title: 'Cluster seen',
        description: 'Age of what is known of the cluster. While it is not fresh, nothing is decided.',
        type: 'stat',
        width: 5,
        unit: 's',
        queries: [{ expression: 'max(stackset_sync_observation_age_seconds and stackset_sync_leader == 1)', legend: 'age' }],
      },
      {
        title: 'Cluster in sight',
        description: '1 where what is known of the cluster is what it has now.',
        type: 'stat',
        width: 5,
        unit: 'none',
        queries: [{ expression: 'min(stackset_sync_observation_fresh and stackset_sync_leader == 1)', legend: 'fresh' }],
      },
      {
        title: 'Last pass',
        description: 'Since the leader last ended a pass.',
        type: 'stat',
        width: 5,
        unit: 's',
        queries: [{ expression: 'min(time() - stackset_sync_last_pass_timestamp_seconds and stackset_sync_leader == 1)', legend: 'ago' }],
      },
      {
        title: 'Version',
        description: 'Replicas by version.',
        type: 'stat',
        width: 5,
        unit: 'none',
        queries: [{ expression: 'sum by (version) (stackset_sync_build_info)', legend: '{{version}}' }],
      },
    ],
  },
  {
    title: 'Git',
    height: 7,
    panels: [
      {
        title: 'Commits',
        description: 'Commits that are on the server.',
        type: 'timeseries',
        width: 6,
        unit: 'short',
        queries: [{ expression: 'sum by (kind) (increase(stackset_sync_commits_total[$__rate_interval]))', legend: '{{kind}}' }],
      },
      {
        title: 'What they did',
        description: 'Events of those commits.',
        type: 'timeseries',
        width: 6,
        unit: 'short',
        queries: [{ expression: 'sum by (event) (increase(stackset_sync_events_total[$__rate_interval]))', legend: '{{event}}' }],
      },
      {
        title: 'Refused pushes',
        description: 'A lost race is ordinary and tried again at once; permission and hook need a person.',
        type: 'timeseries',
        width: 6,
        unit: 'short',
        queries: [
          { expression: 'sum by (refusal) (increase(stackset_sync_push_refusals_total[$__rate_interval]))', legend: '{{refusal}}' },
        ],
      },
      {
        title: 'Webhooks',
        description: 'By the status they were answered with: 202 is a push that is looked at, 401 a wrong signature.',
        type: 'timeseries',
        width: 6,
        unit: 'short',
        queries: [{ expression: 'sum by (status) (increase(stackset_sync_webhooks_total[$__rate_interval]))', legend: '{{status}}' }],
      },
    ],
  },
  {
    title: 'Work',
    height: 7,
    panels: [
      {
        title: 'Passes',
        description: 'Passes by how they ended.',
        type: 'timeseries',
        width: 6,
        unit: 'short',
        queries: [{ expression: 'sum by (result) (increase(stackset_sync_passes_total[$__rate_interval]))', legend: '{{result}}' }],
      },
      {
        title: 'Duration',
        description: 'Of a pass, from fetch to push, and of the decision about one StackSet.',
        type: 'timeseries',
        width: 6,
        unit: 's',
        queries: [
          { expression: quantile(0.99, 'stackset_sync_pass_duration_seconds'), legend: 'pass p99' },
          { expression: quantile(0.5, 'stackset_sync_pass_duration_seconds'), legend: 'pass p50' },
          { expression: quantile(0.99, 'stackset_sync_decision_duration_seconds'), legend: 'decision p99' },
        ],
      },
      {
        title: 'Errors',
        description: 'Errors are tried again; defects should be reported.',
        type: 'timeseries',
        width: 4,
        unit: 'short',
        queries: [
          { expression: 'sum(increase(stackset_errors_count[$__rate_interval]))', legend: 'errors' },
          { expression: 'sum(increase(stackset_errors_panic_count[$__rate_interval]))', legend: 'defects' },
        ],
      },
      {
        title: 'Processor',
        description: 'Share of a core.',
        type: 'timeseries',
        width: 4,
        unit: 'percentunit',
        queries: [
          {
            expression: 'rate(process_cpu_seconds_total[$__rate_interval]) and on (job, instance) stackset_sync_leader',
            legend: '{{instance}}',
          },
        ],
      },
      {
        title: 'Memory',
        description: 'Of the process, without those of git that it starts.',
        type: 'timeseries',
        width: 4,
        unit: 'bytes',
        queries: [{ expression: 'process_resident_memory_bytes and on (job, instance) stackset_sync_leader', legend: '{{instance}}' }],
      },
    ],
  },
];
