import { posix, relative, resolve } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { checkCheckout } from '../checkout/check-checkout.ts';
import { type Checkout, openCheckout } from '../checkout/open-checkout.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { fileProblem } from '../package/file-problem.ts';
import { type Member, ownStackFiles } from '../package/member.ts';
import { readPackageTree } from '../package/read-package-tree.ts';
import { readState } from '../package/read-state.ts';
import { nothingFound, type PackageTree, readTree } from '../package/read-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { chooseStackSet } from '../traffic/choose-stack-set.ts';
import { parseYaml } from '../yaml/read.ts';
import { errorOf, type Refused, refuse, refuseUse } from './intervention.ts';

export interface TargetRequest {
  /** As a person wrote it. */
  readonly directory: string;
  readonly workingDirectory: string;
  readonly environment: CommandContext['environment'];
  /** The StackSet's name, where one was given. */
  readonly stackSet?: string;
  /** A RenderConfig in place of the packages'. */
  readonly configFile?: string;
}

/** A StackSet that a person wants to do something about. Paths are absolute. */
export interface Target {
  readonly member: Member;
  /** Names of its stacks in Git, in the order of creation. */
  readonly stacks: readonly string[];
  /** Missing where there is none. */
  readonly state?: FoundStateFile;
  /** Opened at the folder that the person named. */
  readonly checkout: Checkout;
  /** As a person at the working directory writes it. */
  readonly directory: string;
  readonly configFile?: string;
  readonly workingDirectory: string;
}

/** A file of the target's checkout as Git names it, from the repository's root. @param file absolute */
export const repositoryPath = (
  { checkout, directory, workingDirectory }: Pick<Target, 'checkout' | 'directory' | 'workingDirectory'>,
  file: string,
): string => posix.normalize(posix.join(checkout.path, relative(resolve(workingDirectory, directory), file)));

export interface FoundStateFile {
  readonly state: StackSetState;
  readonly file: string;
}

export type FoundTarget = { readonly kind: 'found'; readonly target: Target } | Refused;

/** Finds the StackSet that is meant, with its state. Other packages may be as broken as they like: a person is in a hurry. */
export async function findTarget(request: TargetRequest): Promise<FoundTarget> {
  const { directory, workingDirectory, configFile, environment } = request;
  const options = { workingDirectory, ...(configFile !== undefined && { configFile }) };
  const opened = await openCheckout(resolve(workingDirectory, directory), environment);
  if ('problem' in opened) return refuse(opened.problem);
  const conflicts = await checkCheckout(opened.checkout, [opened.checkout.path], false);
  if (conflicts.length > 0) return refuse(...conflicts);
  const tree = readTree({ ...options, directories: [directory] });
  if (tree.members.length === 0) return refuse(...(hasErrors(tree.problems) ? tree.problems : [noStackSet(tree)]));
  const choice = chooseStackSet(tree.members, request.stackSet);
  if ('problem' in choice) return refuseUse(choice.problem);
  const member = choice.stackSet;
  const own = readPackageTree({ ...options, folder: member.folder });
  if (hasErrors(own.problems)) return refuse(...own.problems);
  const found = readOwnState(own, member);
  if ('problems' in found) return refuse(...found.problems);
  const target = { member, stacks: stacksOf(own, member), checkout: opened.checkout, directory, workingDirectory };
  return {
    kind: 'found',
    target: { ...target, ...(configFile !== undefined && { configFile }), ...(found.state && { state: found.state }) },
  };
}

const noStackSet = (tree: PackageTree): LocatedProblem => ({ ...nothingFound(tree), severity: 'error' });

function stacksOf({ folders }: PackageTree, member: Member): readonly string[] {
  const headers = ownStackFiles(member, folders.get(member.output)?.generated.values() ?? []).map(({ header }) => header);
  return headers.toSorted((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0)).flatMap(({ stack }) => (stack === undefined ? [] : [stack]));
}

function readOwnState(
  { folders, files }: PackageTree,
  member: Member,
): { readonly state?: FoundStateFile } | { readonly problems: readonly LocatedProblem[] } {
  const { found, problems } = readState(member, folders.get(member.output));
  if (hasErrors(problems)) return { problems };
  if (!found) return {};
  const { file } = found.source;
  const content = files.read(file, MOST_BYTES);
  const documents = content instanceof Buffer ? parseYaml(content.toString('utf8')).documents : [];
  return documents.length === 1 ? { state: { state: found.state, file } } : { problems: [notAlone(file)] };
}

/** Of a state; one has some hundred bytes for each stack. */
const MOST_BYTES = 16 << 20;

const notAlone = (file: string): LocatedProblem =>
  fileProblem(file, 'error', 'StateNotAlone', 'there is something else than the state in this file', 'Restore the file from Git.');

/** Says that there is no state, and what that means for a command that needs one. @param instead what to do */
export const withoutState = ({ member }: Target, instead: string): LocatedProblem =>
  errorOf('NoState', `${member.stackSet.metadata.name} has no state: no sync controller has decided anything for it yet`, instead);
