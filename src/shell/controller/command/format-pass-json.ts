import { explainBlocked, explainEvent, stacksOf } from '../../../core/explain.ts';
import { problemData } from '../../problem/problem-data.ts';
import type { PassReport } from '../pass-report.ts';
import type { StackSetReport } from '../stack-set-report.ts';
import { isPart } from './format-pass.ts';

/** What `sync --once -o json` prints; docs/reference/command-line.md describes it. Fields without a value are left out. */
export function formatPassJson({ outcome, stackSets }: PassReport): string {
  const report = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'SyncReport',
    outcome: outcome.kind,
    ...('commit' in outcome && { commit: outcome.commit }),
    ...('refusal' in outcome && { refusal: outcome.refusal }),
    ...('message' in outcome && { message: outcome.message }),
    ...('reason' in outcome && { since: outcome.since, message: outcome.reason }),
    stackSets: stackSets.map((stackSet) => ({
      ...describe(stackSet),
      committed: outcome.kind === 'committed' && isPart(stackSet, outcome),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const describe = ({ namespace, name, folder, decision, problems }: StackSetReport): object => ({
  namespace,
  name,
  folder,
  events: decision.events.map((event) => ({ ...event, message: explainEvent(event) })),
  blocked: decision.blocked.map((blocked) => ({ reason: blocked.reason, stacks: stacksOf(blocked), message: explainBlocked(blocked) })),
  problems: problems.map(problemData),
  nextMoment: decision.nextMoment,
});
