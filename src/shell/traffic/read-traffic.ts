import { planStacks } from '../../core/lifecycle/plan-stacks.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { askedWeights } from '../../core/traffic/asked-weights.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import { fileProblem } from '../package/file-problem.ts';
import { configSource } from '../package/find-config.ts';
import { findMembers } from '../package/find-members.ts';
import { listFolder } from '../package/list-files.ts';
import { type Member, ownStackFiles } from '../package/member.ts';
import { readState } from '../package/read-state.ts';
import { readSources } from '../package/read-tree.ts';
import { type FolderSources, readFolder, type SourceDocument } from '../package/sources.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/** What is asked of a StackSet's stacks, and what they have. Weights are in percent. */
export interface StackSetTraffic {
  readonly stackSet: StackSet;
  readonly source: SourceDocument;
  /** The package's folder. */
  readonly folder: string;
  readonly config: RenderConfig;
  /** Names in the order of creation; the current version's is among them before it was rendered. */
  readonly stacks: readonly string[];
  /** What `spec.traffic` asks for, of all stacks; all 0 where it asks for nothing. */
  readonly asked: TrafficWeights;
  /** What the state has decided or, without one, what the generated files give; a stack that was not rendered yet is not there. */
  readonly live: TrafficWeights;
  /** What holds while nothing is asked for: the state's weights, else those that a render gives. */
  readonly decided: TrafficWeights;
  readonly hasState: boolean;
}

export interface TrafficReading {
  /** By file, then by place in it. */
  readonly stackSets: readonly StackSetTraffic[];
  /** Paths are absolute. */
  readonly problems: readonly LocatedProblem[];
}

/** Where to look, and by which rules. */
export interface TrafficSource {
  /** As a person wrote it. */
  readonly directory: string;
  readonly workingDirectory: string;
  /** A RenderConfig in place of the packages'. */
  readonly configFile?: string;
}

/** Reads the StackSets at and below a folder with their traffic. Where there are errors, some of them may be missing. */
export function readTraffic(request: TrafficSource): TrafficReading {
  const options = { ...request, directories: [request.directory] };
  const sources = readSources(options);
  const { files, folders, roots } = sources;
  const configOf = configSource(options, folders, roots);
  const found = findMembers({ files, folders: withoutNullTraffic(folders), around: folders, configOf });
  const read = found.members.map((member) =>
    readMember(member, folders.get(member.output) ?? readFolder(files, listFolder(files, member.output))),
  );
  const problems = [...sources.problems, ...found.problems, ...read.flatMap((result) => result.problems)];
  const stackSets = read.map(({ traffic }) => traffic);
  return { stackSets, problems: stackSets.length === 0 && !hasErrors(problems) ? [...problems, noStackSet(roots)] : problems };
}

const noStackSet = ([folder = '']: readonly string[]): LocatedProblem =>
  fileProblem(folder, 'error', 'NoStackSetFound', 'there is no StackSet at or below this folder', 'Name the folder of a package.');

/** A `traffic:` whose entries are all gone is an error to render, and just what an edit mends. */
function withoutNullTraffic(folders: ReadonlyMap<string, FolderSources>): ReadonlyMap<string, FolderSources> {
  const mend = (source: SourceDocument): SourceDocument => {
    const { spec } = source.object as { readonly spec?: { readonly traffic?: unknown } };
    if (source.object.kind !== 'StackSet' || spec?.traffic !== null) return source;
    const { traffic: _null, ...rest } = spec;
    return { ...source, object: { ...source.object, spec: rest } as SourceDocument['object'] };
  };
  return new Map([...folders].map(([path, folder]) => [path, { ...folder, documents: folder.documents.map(mend) }]));
}

interface MemberReading {
  readonly traffic: StackSetTraffic;
  readonly problems: readonly LocatedProblem[];
}

function readMember(member: Member, output: FolderSources): MemberReading {
  const { stackSet, source, folder, config } = member;
  const { found, problems } = readState(member, output);
  const state = found?.state;
  const headers = ownStackFiles(member, output.generated.values());
  const known = headers.map(({ header: { stack = '', ordinal = 0 } }) => ({ name: stack, ordinal }));
  const planned = planStacks(stackSet, known, state, config);
  const stacks = planned.map(({ name }) => name);
  const decided = new Map(planned.map(({ name, decision }) => [name, decision.weight]));
  const asked = askedWeights(stackSet, stacks, config);
  const live = new Map(headers.map(({ header: { stack = '', weight = 0 } }) => [stack, state ? (decided.get(stack) ?? 0) : weight]));
  return { traffic: { stackSet, source, folder, config, stacks, asked, live, decided, hasState: state !== undefined }, problems };
}
