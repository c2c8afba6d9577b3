/** An alert on what a person has to look at. What to do about each is in docs/howto/operate.md, under its name. */
interface Alert {
  readonly name: string;
  readonly severity: 'critical' | 'warning' | 'info';
  /** PromQL. */
  readonly expression: string;
  /** How long it must hold. */
  readonly duration: string;
  readonly summary: string;
}

const RUNBOOK = 'docs/howto/operate.md';

export const ALERTS: readonly Alert[] = [
  {
    name: 'StackSetSyncNobodyLeads',
    severity: 'critical',
    expression: 'sum by (job, namespace) (stackset_sync_leader) == 0 or absent(stackset_sync_leader)',
    duration: '5m',
    summary: 'No replica of the sync controller leads, so no traffic moves and nothing is scaled down.',
  },
  {
    name: 'StackSetSyncStuck',
    severity: 'critical',
    expression: '(time() - stackset_sync_last_pass_timestamp_seconds) > 600 and stackset_sync_leader == 1',
    duration: '5m',
    summary: 'The leader has not ended a pass for ten minutes: most often the Git server does not answer.',
  },
  {
    name: 'StackSetSyncFrozen',
    severity: 'warning',
    expression: 'stackset_sync_observation_fresh == 0 and stackset_sync_leader == 1',
    duration: '5m',
    summary: 'The leader cannot see the cluster, so it decides nothing.',
  },
  {
    name: 'StackSetSyncPushRefused',
    severity: 'critical',
    expression: 'increase(stackset_sync_push_refusals_total{refusal=~"permission|hook"}[15m]) > 0',
    duration: '5m',
    summary: 'The Git server refuses what the sync controller pushes ({{ $labels.refusal }}).',
  },
  {
    name: 'StackSetSyncDefect',
    severity: 'warning',
    expression: 'increase(stackset_errors_panic_count[1h]) > 0',
    duration: '0m',
    summary: 'The sync controller met a defect of its own; its log has the stack trace.',
  },
  {
    name: 'StackSetNeedsAPerson',
    severity: 'warning',
    expression: 'stackset_sync_blocked{reason=~"Invalid|NotAdopted"} == 1',
    duration: '15m',
    summary: 'StackSet {{ $labels.namespace }}/{{ $labels.stackset }} is left alone until a person acts ({{ $labels.reason }}).',
  },
  {
    name: 'StackSetNotReady',
    severity: 'warning',
    expression: 'stackset_sync_blocked{reason="StacksNotReady"} == 1',
    duration: '30m',
    summary: 'A switch of StackSet {{ $labels.namespace }}/{{ $labels.stackset }} waits for pods.',
  },
  {
    name: 'StackSetNotApplied',
    severity: 'warning',
    expression: 'stackset_sync_blocked{reason=~"NotApplied|NotDelivered|StillRouted|StillProtected|StillRunning|Draining"} == 1',
    duration: '30m',
    summary: 'StackSet {{ $labels.namespace }}/{{ $labels.stackset }} waits for Argo CD or Flux ({{ $labels.reason }}).',
  },
  {
    name: 'StackSetOnHold',
    severity: 'info',
    expression: 'stackset_sync_blocked{reason=~"OnHold|Paused|Frozen"} == 1',
    duration: '24h',
    summary: 'StackSet {{ $labels.namespace }}/{{ $labels.stackset }} has been stopped by a person for a day ({{ $labels.reason }}).',
  },
];

/** The `spec` of a PrometheusRule. */
export function buildAlertGroups(): object {
  const rules = ALERTS.map(({ name, severity, expression, duration, summary }) => ({
    alert: name,
    expr: expression,
    for: duration,
    labels: { severity },
    annotations: { summary, runbook: `${RUNBOOK}#${name.toLowerCase()}` },
  }));
  return { groups: [{ name: 'stackset-gitops', rules }] };
}
