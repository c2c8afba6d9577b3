import { versionOf } from '../../core/history/explain-change.ts';
import { weightsOf } from '../../core/history/state-changes.ts';
import { hasErrors } from '../../core/model/problem.ts';
import { checkCheckout } from '../checkout/check-checkout.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { type CommitMessage, type Intervention, type InterventionPlan, refuse } from '../intervention/intervention.ts';
import { buildMessage } from '../intervention/message.ts';
import { renderEdits } from '../intervention/render-edits.ts';
import type { Member } from '../package/member.ts';
import { type GitPackage, packagesOf } from '../package/read-packages.ts';
import { readTree } from '../package/read-tree.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { readBranch } from './branch-tree.ts';
import { type PackagePair, pairBranches, pairPackages } from './pair-packages.ts';
import { type ConflictWish, type PackagePromotion, promotePackage } from './promote-package.ts';

export interface PromotionRequest {
  readonly directories: readonly string[];
  readonly workingDirectory: string;
  readonly checkout: Checkout;
  readonly environment: CommandContext['environment'];
  readonly from: string;
  readonly to: string;
  readonly stackSet?: string;
  readonly onConflict: ConflictWish;
}

export interface PromotionAnswer {
  readonly plan: InterventionPlan;
  /** Paths are absolute. */
  readonly warnings: readonly LocatedProblem[];
  /** Files that people write, of those that change. */
  readonly peoplesFiles: ReadonlySet<string>;
}

/** One StackSet that comes to a new version. */
interface Step extends PackagePair {
  readonly promotion: PackagePromotion;
}

/** Plans one commit that brings the StackSets of one cluster to the versions that another has; all of them or none. */
export async function promote(request: PromotionRequest): Promise<PromotionAnswer> {
  const { checkout } = request;
  const conflicts = await checkCheckout(checkout, [checkout.path], false);
  if (conflicts.length > 0) return answer(refuse(...conflicts));
  const { pairs, problems, packages, source: words } = await findPairs(request);
  if (pairs.length === 0) return answer(refuse(...problems.map((problem): LocatedProblem => ({ ...problem, severity: 'error' }))));
  const find = (member: Member): GitPackage | undefined =>
    packages.find(({ folder, stackSet }) => folder === member.folder && stackSet === member.stackSet);
  const texts = new Map<string, string>();
  const steps: Step[] = [];
  const faults: LocatedProblem[] = [];
  for (const pair of pairs) {
    const [source, target] = [find(pair.source), find(pair.target)];
    const broken = [source, target].flatMap((found) => found?.problems ?? []).filter(({ severity }) => severity === 'error');
    if (!source || !target || broken.length > 0) {
      faults.push(...broken);
      continue;
    }
    const { file } = pair.target.source;
    const outcome = promotePackage(source, target, pair.target, request.onConflict, texts.get(file));
    if (outcome.kind === 'refused') faults.push(...outcome.problems);
    if (outcome.kind !== 'promoted') continue;
    texts.set(file, outcome.promotion.after);
    steps.push({ ...pair, promotion: outcome.promotion });
  }
  if (faults.length > 0) return answer(refuse(...faults));
  if (steps.length === 0) return answer({ kind: 'nothing', words: `${request.to} has the versions of ${request.from} already` }, problems);
  const rendered = renderAll(steps, request);
  if (hasErrors(rendered.problems)) return answer(refuse(...rendered.problems));
  const sources = new Map(steps.map((step) => [step, find(step.source)]));
  return {
    plan: { kind: 'planned', intervention: describe(steps, sources, rendered.changes, { ...request, source: words }) },
    warnings: [...problems, ...rendered.warnings],
    peoplesFiles: new Set(texts.keys()),
  };
}

interface FoundPairs {
  readonly pairs: readonly PackagePair[];
  readonly problems: readonly LocatedProblem[];
  /** Of both sides. */
  readonly packages: readonly GitPackage[];
  /** Where the versions come from, as people write it. */
  readonly source: string;
}

/** Clusters are steps of the paths; where no path has such a step, branches. */
async function findPairs(request: PromotionRequest): Promise<FoundPairs> {
  const { directories, workingDirectory, from } = request;
  const tree = readTree({ directories, workingDirectory });
  const { packages } = packagesOf(tree);
  const inFolders = { ...pairPackages(tree.members, request), packages, source: from };
  if (inFolders.pairs.length > 0 || inFolders.problems.some(({ reason }) => reason !== 'PromotionSourceMissing')) return inFolders;
  const branch = await readBranch(request);
  if (!branch) return inFolders;
  if ('problem' in branch) return { ...inFolders, problems: [branch.problem] };
  const paired = pairBranches(branch.tree.members, tree.members, request);
  return { ...paired, packages: [...packages, ...packagesOf(branch.tree).packages], source: branch.words };
}

const answer = (plan: InterventionPlan, warnings: readonly LocatedProblem[] = []): PromotionAnswer => ({
  plan,
  warnings,
  peoplesFiles: new Set(),
});

/** The edits of each package with what a render makes of them. */
function renderAll(steps: readonly Step[], { workingDirectory }: PromotionRequest): ReturnType<typeof renderEdits> {
  const folders = [...new Set(steps.map(({ target }) => target.folder))];
  const parts = folders.map((folder) => {
    const own = steps.filter(({ target }) => target.folder === folder);
    const directory = pathsFrom(workingDirectory)(folder);
    return renderEdits({ member: { folder }, directory, workingDirectory }, editsOf(own));
  });
  return {
    changes: parts.flatMap(({ changes }) => changes),
    problems: parts.flatMap(({ problems }) => problems),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

/** One change for each file: from what it was first to what it is last. */
function editsOf(steps: readonly Step[]): readonly FileChange[] {
  const files = [...new Set(steps.map(({ target }) => target.source.file))];
  return files.map((path) => {
    const own = steps.filter(({ target }) => target.source.file === path).map(({ promotion }) => promotion);
    return { action: 'update', path, before: own[0]?.before ?? '', after: own.at(-1)?.after ?? '' };
  });
}

function describe(
  steps: readonly Step[],
  sources: ReadonlyMap<Step, GitPackage | undefined>,
  changes: readonly FileChange[],
  { from, to, workingDirectory, source }: PromotionRequest & Pick<FoundPairs, 'source'>,
): Intervention {
  const rows = steps.map(({ target, promotion }) => [
    pathsFrom(workingDirectory)(target.folder),
    promotion.from,
    '->',
    promotion.to,
    promotion.fields.join(', '),
  ]);
  return {
    title: steps.length === 1 ? `${steps[0]?.target.stackSet.metadata.name}: from ${source} to ${to}` : `from ${source} to ${to}`,
    rows,
    changes,
    message: messageOf(steps, from, to),
    next: [
      ...steps.flatMap((step) => unproved(step, sources.get(step), from)),
      `Traffic, hosts and numbers of pods in ${to} stay as they are; ask for traffic with \`stackset traffic\` once the stack is there.`,
    ],
  };
}

function messageOf(steps: readonly Step[], from: string, to: string): CommitMessage {
  const [only] = steps;
  if (only && steps.length === 1) {
    const { version } = only.target.stackSet.spec.stackTemplate.spec;
    return buildMessage(only.target.stackSet, 'Promoted', `promote ${only.promotion.to} from ${from} to ${to}, after ${version}`);
  }
  const lines = steps.map(({ target, promotion }) => `- ${target.stackSet.metadata.name}: ${promotion.from} -> ${promotion.to}`);
  const trailers = [...new Set(steps.map(({ target: { stackSet } }) => nameOf(stackSet.metadata)))].map(
    (name) => ['StackSet', name] as const,
  );
  return {
    subject: `Promote ${steps.length} StackSets from ${from} to ${to}`,
    body: [lines.join('\n')],
    trailers: [...trailers, ['Reason', 'Promoted']],
  };
}

const nameOf = ({ name, namespace }: { readonly name: string; readonly namespace?: string }): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** A version that does not have all the traffic where it comes from has not shown much there. */
function unproved({ source, promotion }: Step, found: GitPackage | undefined, from: string): readonly string[] {
  if (!found?.state) return [];
  const { name } = source.stackSet.metadata;
  const weight = weightsOf(found.state).get(`${name}-${promotion.to}`) ?? 0;
  return weight === 100 ? [] : [`${name}: ${versionOf(`${name}-${promotion.to}`, name)} has ${weight} % of the traffic in ${from} so far.`];
}
