import { explainBlocked, stacksOf } from '../../core/explain.ts';
import { problemData } from '../problem/problem-data.ts';
import { emitDocument } from '../yaml/emit.ts';
import type { ClusterStatus } from './read-fleet.ts';
import type { StackSetStatus } from './stack-set-status.ts';

/** What `-o json` and `-o yaml` print; docs/reference/command-line.md describes it. Fields without a value are left out. */
const statusData = (statuses: readonly StackSetStatus[]): object => ({
  stackSets: statuses.map(({ standing, reasons, blocked, problems, namespace, name, folder, since, ...rest }) => ({
    namespace,
    name,
    folder,
    state: standing,
    since,
    reasons,
    ...rest,
    blocked: blocked.map((block) => ({ reason: block.reason, stacks: stacksOf(block), message: explainBlocked(block) })),
    problems: problems.map(problemData),
  })),
});

const fleetData = (clusters: readonly ClusterStatus[]): object => ({
  clusters: clusters.map(({ cluster, statuses, unknown }) => ({ name: cluster, unknown, ...statusData(statuses) })),
});

export const formatFleetJson = (clusters: readonly ClusterStatus[]): string => `${JSON.stringify(fleetData(clusters), undefined, 2)}\n`;

export const formatFleetYaml = (clusters: readonly ClusterStatus[]): string => emitDocument(fleetData(clusters));

export const formatStatusJson = (statuses: readonly StackSetStatus[]): string => `${JSON.stringify(statusData(statuses), undefined, 2)}\n`;

export const formatStatusYaml = (statuses: readonly StackSetStatus[]): string => emitDocument(statusData(statuses));
