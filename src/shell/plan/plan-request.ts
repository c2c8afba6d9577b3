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

export interface PlanRequest {
  /** Folders to look below for packages; where there are none, the StackSets of the dump are planned. */
  readonly directories: readonly string[];
  readonly live: LiveObjects;
  readonly now: Timestamp;
  readonly configFile?: string;
  /** Of the packages that name none. */
  readonly namespace?: string;
  readonly workingDirectory: string;
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

function planLive({ live, now, ...options }: PlanRequest): PlanAnswer {
  const { config, problems } = configSource(options, new Map(), [])(options.workingDirectory);
  if (!config) return { entries: [], problems };
  const entries = planDumpEntries(live, now, config);
  const stackSets = live.all.filter(({ kind }) => kind === 'StackSet');
  return {
    entries: entries.map((entry) => ({ ...entry, problems: [...entry.problems, ...missingStacks(entry, stackSets)] })),
    problems: entries.length > 0 ? problems : [...problems, nothingToPlan(live, stackSets, config.controllerId)],
  };
}

/** A dump without some of the stacks would be decided on as if they were gone. */
function missingStacks({ part, outlook }: PlanEntry, stackSets: readonly LiveObject[]): readonly LocatedProblem[] {
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
          message: `its status counts ${counted} stacks, and the dump has ${known}; the others are planned as if they were gone`,
          remedy: `Take the dump with \`${DUMP_COMMAND.original}\`.`,
        },
      ];
}

function nothingToPlan({ all }: LiveObjects, stackSets: readonly LiveObject[], controllerId: string): LocatedProblem {
  const message =
    stackSets.length === 0
      ? `there is no StackSet in the dump, which holds ${all.length === 0 ? 'nothing' : countOf([all.length, 'object'])}`
      : `all StackSets of the dump are for another controller than ${controllerId === '' ? 'the one without a name' : controllerId}`;
  const remedy =
    stackSets.length === 0
      ? `Name the folder of a package, or take the dump with \`${DUMP_COMMAND.original}\`.`
      : `Name the controller of their annotation ${CONTROLLER_ANNOTATION} as controllerId in the RenderConfig.`;
  return { severity: 'warning', reason: 'NothingToPlan', path: [], message, remedy };
}
