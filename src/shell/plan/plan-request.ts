import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { countOf } from '../cli/report/count.ts';
import { countAt, type LiveObject } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import { configSource } from '../package/find-config.ts';
import { readPackages } from '../package/read-packages.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import { planDumpEntries } from './plan-dump.ts';
import { type PlanEntry, refusedEntry } from './plan-entry.ts';
import { planPackage } from './plan-package.ts';
import { DUMP_COMMAND } from './read-live.ts';
import type { PlanObjects, PlanScope } from './read-plan-objects.ts';

type Origin = PlanObjects['origin'];

export interface PlanRequest extends PlanScope {
  readonly live: LiveObjects;
  readonly origin: Origin;
  readonly now: Timestamp;
}

export interface PlanAnswer {
  readonly entries: readonly PlanEntry[];
  /** What is about no StackSet that could be planned. Paths, also in the entries, are relative to the working directory. */
  readonly problems: readonly LocatedProblem[];
}

/** Plans what a command line asks for. */
export function planRequest(request: PlanRequest): PlanAnswer {
  const { entries, problems } = request.directories.length > 0 ? planGit(request) : planLive(request);
  const place = (problem: LocatedProblem): LocatedProblem => relativeProblem(problem, request.workingDirectory);
  return { entries: entries.map((entry) => ({ ...entry, problems: entry.problems.map(place) })), problems: problems.map(place) };
}

function planGit({ live, now, namespace, ...options }: PlanRequest): PlanAnswer {
  const { packages, invalid, problems } = readPackages(options);
  const entries = [
    ...packages.map((found) => planPackage(found, live, now, namespace)),
    ...invalid.map(({ stackSet, problems }) => refusedEntry(stackSet, problems, live)),
  ];
  return { entries, problems };
}

function planLive({ live, origin, now, ...options }: PlanRequest): PlanAnswer {
  const { config, problems } = configSource(options, new Map(), [])(options.workingDirectory);
  if (!config) return { entries: [], problems };
  const entries = planDumpEntries(live, now, config);
  const stackSets = live.all.filter(({ kind }) => kind === 'StackSet');
  return {
    entries: entries.map((entry) => ({ ...entry, problems: [...entry.problems, ...missingStacks(entry, stackSets, origin)] })),
    problems: entries.length > 0 ? problems : [...problems, nothingToPlan(live, stackSets, config.controllerId, origin)],
  };
}

/** A dump without some of the stacks would be decided on as if they were gone; in a cluster they may have come while it was read. */
function missingStacks({ part, outlook }: PlanEntry, stackSets: readonly LiveObject[], origin: Origin): readonly LocatedProblem[] {
  const found = stackSets.find(({ metadata }) => metadata.name === part.name && metadata.namespace === part.namespace);
  const counted = countAt(found, ['status', 'stacks']) ?? 0;
  const known = outlook?.decision.stacks.filter(({ created }) => !created).length ?? counted;
  return counted <= known
    ? []
    : [
        {
          severity: 'warning',
          reason: 'DumpIncomplete',
          path: [],
          message: `its status counts ${counted} stacks, and the ${origin} has ${known}; the others are planned as if they were gone`,
          remedy: origin === 'dump' ? `Take the dump with \`${DUMP_COMMAND.original}\`.` : 'Plan again.',
        },
      ];
}

function nothingToPlan({ all }: LiveObjects, stackSets: readonly LiveObject[], controllerId: string, origin: Origin): LocatedProblem {
  const message =
    stackSets.length === 0
      ? `there is no StackSet in the ${origin}, which holds ${all.length === 0 ? 'nothing' : countOf([all.length, 'object'])}`
      : `all StackSets of the ${origin} are for another controller than ${controllerId === '' ? 'the one without a name' : controllerId}`;
  const remedy =
    stackSets.length === 0
      ? `Name the folder of a package${origin === 'dump' ? `, or take the dump with \`${DUMP_COMMAND.original}\`` : ''}.`
      : `Name the controller of their annotation ${CONTROLLER_ANNOTATION} as controllerId in the RenderConfig.`;
  return { severity: 'warning', reason: 'NothingToPlan', path: [], message, remedy };
}
