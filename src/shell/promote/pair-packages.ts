import { join } from 'node:path';
import { suggest } from '../../core/schema/suggest.ts';
import { errorOf } from '../intervention/intervention.ts';
import type { Member } from '../package/member.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';

/** A StackSet in the folder of one cluster, and the same one in that of another. */
export interface PackagePair {
  readonly source: Member;
  readonly target: Member;
}

export interface PairRequest {
  /** Steps of a path that stand for a cluster: `dev`, `clusters/dev`. */
  readonly from: string;
  readonly to: string;
  readonly stackSet?: string;
  /** Folders are told as people there write them. */
  readonly workingDirectory: string;
}

/**
 * Finds the StackSets of one cluster and their counterparts: of the same name, in the folder whose path has the steps of `to` where the
 * other one's has those of `from`.
 */
export function pairPackages(
  members: readonly Member[],
  request: PairRequest,
): { readonly pairs: readonly PackagePair[]; readonly problems: readonly LocatedProblem[] } {
  const { from, to, stackSet, workingDirectory } = request;
  const path = pathsFrom(workingDirectory);
  const named = members.filter(({ stackSet: { metadata } }) => stackSet === undefined || metadata.name === stackSet);
  const found = named.map((source) => ({ source, places: placesOf(path(source.folder), from) }));
  const several = found.filter(({ places }) => places.length > 1);
  const sources = found.flatMap(({ source, places: [place] }) => (place === undefined ? [] : [{ source, place }]));
  if (several.length > 0) return { pairs: [], problems: several.map(({ source }) => ambiguous(path(source.folder), from)) };
  if (sources.length === 0)
    return {
      pairs: [],
      problems: [
        nothingThere(
          members.map(({ folder }) => path(folder)),
          request,
        ),
      ],
    };
  const matched = sources.map(({ source, place }) => {
    const folder = join(workingDirectory, withSteps(path(source.folder), place, from, to));
    const target = members.find((other) => other.folder === folder && other.stackSet.metadata.name === source.stackSet.metadata.name);
    return { source, folder, target };
  });
  const problems = matched.filter(({ target }) => !target).map(({ source, folder }) => missing(source, path(folder)));
  return { pairs: matched.flatMap(({ source, target }) => (target ? [{ source, target }] : [])), problems };
}

/** Pairs the StackSets of one branch with those of another: of the same name, in the same folder. */
export function pairBranches(
  sources: readonly Member[],
  targets: readonly Member[],
  { stackSet, to, workingDirectory }: Omit<PairRequest, 'from'>,
): { readonly pairs: readonly PackagePair[]; readonly problems: readonly LocatedProblem[] } {
  const path = pathsFrom(workingDirectory);
  const named = sources.filter(({ stackSet: { metadata } }) => stackSet === undefined || metadata.name === stackSet);
  const matched = named.map((source) => ({
    source,
    target: targets.find(
      ({ folder, stackSet: { metadata } }) => folder === source.folder && metadata.name === source.stackSet.metadata.name,
    ),
  }));
  const problems = matched.filter(({ target }) => !target).map(({ source }) => missing(source, `${path(source.folder)} of ${to}`));
  return { pairs: matched.flatMap(({ source, target }) => (target ? [{ source, target }] : [])), problems };
}

const stepsOf = (path: string): readonly string[] => path.split('/').filter((step) => step !== '' && step !== '.');

/** Where the steps of a cluster begin among those of a folder. */
function placesOf(folder: string, cluster: string): readonly number[] {
  const [steps, wanted] = [stepsOf(folder), stepsOf(cluster)];
  return steps.flatMap((_, index) => (wanted.every((step, offset) => steps[index + offset] === step) ? [index] : []));
}

function withSteps(folder: string, place: number, from: string, to: string): string {
  const steps = stepsOf(folder);
  return [...steps.slice(0, place), ...stepsOf(to), ...steps.slice(place + stepsOf(from).length)].join('/');
}

const ambiguous = (folder: string, from: string): LocatedProblem =>
  errorOf('PromotionAmbiguous', `${from} is more than once in ${folder}`, 'Write more of the path, such as clusters/dev.');

function nothingThere(folders: readonly string[], { from, stackSet }: PairRequest): LocatedProblem {
  const near = suggest(from, [...new Set(folders.flatMap(stepsOf))]);
  const what = stackSet === undefined ? 'no StackSet' : `no StackSet ${stackSet}`;
  const remedy =
    near === undefined
      ? 'Name a step of the paths of packages, such as dev or clusters/dev, or a branch.'
      : `Write ${near}, if that is meant.`;
  return errorOf('PromotionSourceMissing', `there is ${what} in a folder ${from} here, and no branch of that name`, remedy);
}

const missing = ({ stackSet: { metadata } }: Member, folder: string): LocatedProblem => ({
  ...errorOf(
    'PromotionTargetMissing',
    `${metadata.name} is left out: there is no such StackSet in ${folder}`,
    `Begin it there once, by a copy of its StackSet and settings without the folder of generated files and the state.`,
  ),
  severity: 'warning',
});
