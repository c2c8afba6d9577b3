import { emitDocument } from '../../src/shell/yaml/emit.ts';
import { buildAlertGroups } from './alerts.ts';
import { buildDashboard } from './dashboard.ts';

const LABELS = { 'app.kubernetes.io/name': 'stackset-gitops', 'app.kubernetes.io/instance': 'stackset-sync' };
const CHART = 'deploy/helm/stackset-gitops/files';

/** Files below `deploy/` that are made: those that kustomize and Helm both need, each in a folder of its own. By path. */
export function generatedDeployFiles(): ReadonlyMap<string, string> {
  const dashboard = `${JSON.stringify(buildDashboard(), null, 2)}\n`;
  const spec = buildAlertGroups();
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'stackset-sync', namespace: 'stackset-sync', labels: LABELS },
    spec,
  };
  return new Map([
    ['deploy/components/grafana-dashboard/stackset-gitops.json', dashboard],
    [`${CHART}/dashboard.json`, dashboard],
    ['deploy/components/prometheus-rule/prometheus-rule.yaml', emitDocument(rule)],
    [`${CHART}/alerts.yaml`, emitDocument(spec)],
  ]);
}
