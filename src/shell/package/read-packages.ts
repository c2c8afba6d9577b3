import { join } from 'node:path';
import { stackFile } from '../../core/layout/generated-files.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import type { KnownStack } from '../../core/render.ts';
import { onTemplate } from '../../core/resources/template-problem.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { type PackageConfiguration, readConfiguration } from './configuration.ts';
import { companions } from './header.ts';
import { listFolder } from './list-files.ts';
import { loadStack } from './load-stack.ts';
import { locateInMember, type Member, ownStackFiles } from './member.ts';
import { readEncrypted } from './read-encrypted.ts';
import { readPackageTree } from './read-package-tree.ts';
import { readState } from './read-state.ts';
import { nothingFound, type PackageTree, readTree } from './read-tree.ts';
import type { PackageOptions, ReadOptions } from './render-plan.ts';
import { type FolderSources, readFolder } from './sources.ts';

/** A StackSet as Git has it, with everything that a decision about it needs. Paths are absolute. */
export interface GitPackage {
  readonly stackSet: StackSet;
  /** The package's folder, and the one of its generated files. */
  readonly folder: string;
  readonly output: string;
  readonly config: RenderConfig;
  /** Those that were rendered, each with what was frozen with it. */
  readonly stacks: readonly KnownStack[];
  readonly state?: StackSetState;
  /** What a new stack would take its copies from. */
  readonly configuration: readonly PackageConfiguration[];
  /** What is wrong with its files. Where there is an error, something may be missing above, and nothing should be decided by it. */
  readonly problems: readonly LocatedProblem[];
  /** Gives a problem of the StackSet or of one of its Stacks its place in a file. */
  readonly locate: (problem: Problem) => LocatedProblem;
}

export interface PackageReading {
  /** By folder, then in the order of the folder's files. */
  readonly packages: readonly GitPackage[];
  /** StackSets that are there and cannot be read, and why. */
  readonly invalid: readonly { readonly stackSet: StackSet; readonly problems: readonly LocatedProblem[] }[];
  /** What is about none of them. */
  readonly problems: readonly LocatedProblem[];
}

/** Reads the packages at and below folders: StackSets, the Stacks in their generated files, and states. Writes nothing. */
export const readPackages = (options: ReadOptions): PackageReading => packagesOf(readTree(options));

/** Reads one package, as if there were no other. */
export const readPackage = (options: PackageOptions): PackageReading => packagesOf(readPackageTree(options));

/** The packages of a tree that was read. */
export function packagesOf(tree: PackageTree): PackageReading {
  const ownedBy = ({ metadata }: StackSet): readonly LocatedProblem[] =>
    tree.problems.filter(
      ({ object }) => object?.kind === 'StackSet' && object.name === metadata?.name && object.namespace === metadata.namespace,
    );
  const packages = tree.members.map((member) => readMember(member, tree, ownedBy(member.stackSet)));
  const invalid = tree.invalid.map((stackSet) => ({ stackSet, problems: ownedBy(stackSet) }));
  const owned = new Set([...packages, ...invalid].flatMap(({ problems }) => problems));
  const problems = tree.problems.filter((problem) => !owned.has(problem));
  const found = tree.members.length + tree.foreign.length + tree.invalid.length;
  return { packages, invalid, problems: found === 0 && !hasErrors(problems) ? [...problems, nothingFound(tree)] : problems };
}

function readMember(member: Member, { files, folders }: PackageTree, known: readonly LocatedProblem[]): GitPackage {
  const { stackSet, folder, output, config } = member;
  const sources = folders.get(output) ?? readFolder(files, listFolder(files, output));
  const { stacks, ...loaded } = readStacks(files, member, sources);
  const { found, problems } = readState(member, sources);
  return {
    stackSet,
    folder,
    output,
    config,
    stacks,
    ...(found && { state: found.state }),
    configuration: readConfiguration(files, member, folders),
    problems: [...known, ...loaded.problems, ...problems],
    locate: (problem) => locateInPackage(member, stacks, problem),
  };
}

function readStacks(
  files: FileTree,
  member: Member,
  { generated }: FolderSources,
): { readonly stacks: readonly KnownStack[]; readonly problems: readonly LocatedProblem[] } {
  const loaded = ownStackFiles(member, generated.values()).map((entry) =>
    loadStack(files, member.output, entry, readEncrypted(files, member.output, companions(entry.header))),
  );
  return {
    stacks: loaded.flatMap((result) => ('problems' in result ? [] : [{ stack: result.stack, frozen: result.frozen }])),
    problems: loaded.flatMap((result) => ('problems' in result ? result.problems : [])),
  };
}

function locateInPackage(member: Member, stacks: readonly KnownStack[], problem: Problem): LocatedProblem {
  const { object } = problem;
  if (object?.kind !== 'Stack') return locateInMember(member, problem);
  const isInGit = stacks.some(({ stack }) => stack.metadata.name === object.name);
  return isInGit
    ? { ...problem, file: join(member.output, stackFile(object.name)) }
    : locateInMember(member, onTemplate(problem, member.stackSet));
}
