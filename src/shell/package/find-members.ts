import { join } from 'node:path';
import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import { formatPath } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { checkStackSetFields } from '../../core/schema/check-stack-set.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { locate } from './file-problem.ts';
import { type FoundConfig, isRenderConfig } from './find-config.ts';
import { type KustomizeContext, kustomizeSources, type StackSetSources } from './kustomize-sources.ts';
import { isStackSet, type Member } from './member.ts';
import { renderedBases } from './rendered-bases.ts';
import type { FolderSources, SourceDocument } from './sources.ts';
import { unusableOutput } from './unusable-output.ts';

export interface FoundMembers {
  readonly members: readonly Member[];
  /** StackSets that another controller renders. */
  readonly foreign: readonly StackSet[];
  /** StackSets that are there, but cannot be rendered. */
  readonly invalid: readonly StackSet[];
  readonly problems: readonly LocatedProblem[];
}

/** Where StackSets are looked for. */
export interface MemberSearch extends KustomizeContext {
  /** Those whose StackSets are wanted, by path; all others that were read are `around`. */
  readonly folders: ReadonlyMap<string, FolderSources>;
  readonly configOf: (folder: string) => FoundConfig;
}

/** The StackSets of folders, each with its rules: those to render, those to leave alone, and what is wrong. */
export function findMembers(search: MemberSearch): FoundMembers {
  const members: Member[] = [];
  const foreign: StackSet[] = [];
  const invalid: StackSet[] = [];
  const problems: LocatedProblem[] = [];
  const configs = new Set<FoundConfig>();
  for (const folder of search.folders.values()) {
    if (!folder.documents.some((document) => isRenderConfig(document) || isStackSet(document))) continue;
    const found = search.configOf(folder.path);
    configs.add(found);
    const sources = sourcesOf(folder, found.config, search);
    problems.push(...sources.problems);
    invalid.push(...sources.unread);
    for (const source of sources.stackSets) {
      const result = memberOf(search.files, source, folder.path, found.config);
      if (result.kind === 'member') members.push({ ...result.member, ...(sources.built && { built: sources.built }) });
      else (result.kind === 'foreign' ? foreign : invalid).push(source.object as StackSet);
      problems.push(...result.problems);
    }
  }
  const ofConfigs = [...configs].flatMap((found) => found.problems);
  return { members, foreign, invalid, problems: [...ofConfigs, ...problems, ...renderedBases(search.files, members)] };
}

function sourcesOf(folder: FolderSources, config: RenderConfig | undefined, search: MemberSearch): StackSetSources {
  if (config?.source === 'kustomize') return kustomizeSources(folder, config, search);
  return { stackSets: folder.documents.filter(isStackSet), unread: [], problems: [] };
}

type FoundMember =
  | { readonly kind: 'member'; readonly member: Member; readonly problems: readonly LocatedProblem[] }
  | { readonly kind: 'foreign' | 'invalid'; readonly problems: readonly LocatedProblem[] };

/** @param config undefined where the package's RenderConfig has errors, which are reported with it */
function memberOf(files: FileTree, source: SourceDocument, folder: string, config: RenderConfig | undefined): FoundMember {
  const stackSet = source.object as StackSet;
  if (config && isForeign(stackSet, config)) return { kind: 'foreign', problems: [] };
  const faults = checkStackSetFields(source.object).map((problem) => locate(problem, source.file, source.document));
  if (!config || faults.some(breaksShape)) return { kind: 'invalid', problems: faults };
  const output = join(folder, config.output);
  const unusable = unusableOutput(files, folder, config.output);
  if (unusable) return { kind: 'invalid', problems: [...faults, unusable] };
  const faultyFields = new Set(faults.map(({ path }) => formatPath(path)));
  return { kind: 'member', member: { stackSet, source, config, folder, output, faultyFields }, problems: faults };
}

/** What keeps the rules from reading a StackSet at all; with other errors they still look, so that all problems show at once. */
const breaksShape = ({ severity, reason }: LocatedProblem): boolean =>
  severity === 'error' && ['MissingField', 'WrongType'].includes(reason);

/** The original's rule for several controllers in a cluster: each takes the StackSets that are annotated for it. */
function isForeign(stackSet: StackSet, { controllerId }: RenderConfig): boolean {
  const annotations: unknown = stackSet.metadata?.annotations;
  const known = typeof annotations === 'object' && annotations !== null ? (annotations as Readonly<Record<string, unknown>>) : {};
  return (known[CONTROLLER_ANNOTATION] ?? '') !== controllerId;
}
