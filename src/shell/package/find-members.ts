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
import type { Member } from './member.ts';
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

/** The StackSets of all folders, each with its rules: those to render, those to leave alone, and what is wrong. */
export function findMembers(
  files: FileTree,
  folders: ReadonlyMap<string, FolderSources>,
  configOf: (folder: string) => FoundConfig,
): FoundMembers {
  const members: Member[] = [];
  const foreign: StackSet[] = [];
  const invalid: StackSet[] = [];
  const problems: LocatedProblem[] = [];
  const configs = new Set<FoundConfig>();
  for (const { path, documents } of folders.values()) {
    if (documents.some(isRenderConfig)) configs.add(configOf(path));
    for (const source of documents.filter(isStackSet)) {
      const found = configOf(path);
      configs.add(found);
      const result = memberOf(files, source, path, found.config);
      if (result.kind === 'member') members.push(result.member);
      else (result.kind === 'foreign' ? foreign : invalid).push(source.object as StackSet);
      problems.push(...result.problems);
    }
  }
  return { members, foreign, invalid, problems: [...[...configs].flatMap((found) => found.problems), ...problems] };
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

/** A StackSet of the original's group; one without an apiVersion is meant, and told so by its schema. */
const isStackSet = ({ object }: SourceDocument): boolean =>
  object.kind === 'StackSet' && (typeof object.apiVersion !== 'string' || object.apiVersion.startsWith('zalando.org/'));

/** The original's rule for several controllers in a cluster: each takes the StackSets that are annotated for it. */
function isForeign(stackSet: StackSet, { controllerId }: RenderConfig): boolean {
  const annotations: unknown = stackSet.metadata?.annotations;
  const known = typeof annotations === 'object' && annotations !== null ? (annotations as Readonly<Record<string, unknown>>) : {};
  return (known[CONTROLLER_ANNOTATION] ?? '') !== controllerId;
}
