import { type Panel, ROWS } from './panels.ts';

/** Of Grafana's dashboards: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model */
const SCHEMA_VERSION = 39;
const GRID_WIDTH = 24;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

/** The dashboard as Grafana imports it: each row of panels below a heading, each panel as wide as it says. */
export function buildDashboard(): object {
  let y = 0;
  let id = 0;
  const panels = ROWS.flatMap(({ title, height, panels: inRow }) => {
    const heading = { id: ++id, type: 'row', title, collapsed: false, gridPos: { x: 0, y: y++, w: GRID_WIDTH, h: 1 }, panels: [] };
    let x = 0;
    const built = inRow.map((panel) => {
      const gridPos = { x, y, w: panel.width, h: height };
      x += panel.width;
      return { id: ++id, gridPos, ...buildPanel(panel) };
    });
    if (x !== GRID_WIDTH) throw new Error(`the row ${title} is ${x} wide, not ${GRID_WIDTH}`);
    y += height;
    return [heading, ...built];
  });
  return {
    uid: 'stackset-gitops',
    title: 'StackSets',
    description: 'Traffic of StackSets, what holds them back, and how the sync controller is.',
    tags: ['stackset-gitops'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    templating: { list: VARIABLES },
    panels,
  };
}

function buildPanel({ title, description, type, queries, unit, max, stacked, mappings }: Panel): object {
  const stacking = { mode: stacked ? 'normal' : 'none' };
  return {
    title,
    description,
    type,
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        ...(max === undefined ? {} : { max }),
        ...(mappings === undefined ? {} : { mappings: [{ type: 'value', options: mappings }] }),
        ...(type === 'timeseries' ? { custom: { stacking, fillOpacity: stacked ? 60 : 10, lineWidth: 1 } } : {}),
      },
      overrides: [],
    },
    options:
      type === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' } : { tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(({ expression, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: DATASOURCE,
      expr: expression,
      legendFormat: legend,
      ...(type === 'table' ? { format: 'table', instant: true } : {}),
    })),
  };
}

const valuesOf = (name: string, query: string): object => ({
  name,
  type: 'query',
  datasource: DATASOURCE,
  query: { query, refId: name },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  current: { selected: true, text: ['All'], value: ['$__all'] },
});

const VARIABLES: readonly object[] = [
  { name: 'datasource', type: 'datasource', query: 'prometheus', current: {}, refresh: 1 },
  valuesOf('namespace', 'label_values(stackset_stackset_stacks, namespace)'),
  valuesOf('stackset', 'label_values(stackset_stackset_stacks{namespace=~"$namespace"}, stackset)'),
];
