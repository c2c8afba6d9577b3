import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { type ClaimedName, claimedNames } from './claimed-names.ts';
import { errorOn } from './finding.ts';

/** A StackSet, and where what it makes is written. */
export interface PackageMember {
  readonly stackSet: StackSet;
  /** Output folder, as a normalized path; one for all where no files are written, as in a kustomize pipeline. */
  readonly output: string;
  /** All its stacks after the render. */
  readonly stackNames: readonly string[];
  readonly config: RenderConfig;
}

/** A problem of the member at this place in the list. */
export interface MemberProblem {
  readonly index: number;
  readonly problem: Problem;
}

interface IndexedMember extends PackageMember {
  readonly index: number;
}

/** A name, and the member whose objects take it. */
interface Claim extends ClaimedName {
  readonly member: IndexedMember;
}

/**
 * Names that two StackSets of one namespace and output folder both take: of StackSets, of stacks (`shop` + `a-b` and `shop-a` +
 * `b`), and of a stack and a generated route. Each is an error of the later member. In different folders the same names are
 * allowed, for a folder is often a cluster's copy; that two namespaces do not share files is seen where they are written.
 */
export function checkPackage(members: readonly PackageMember[]): readonly MemberProblem[] {
  const indexed = members.map((member, index) => ({ ...member, index }));
  return groupBy(indexed, ({ stackSet, output }) => JSON.stringify([output, stackSet.metadata.namespace ?? ''])).flatMap((group) => {
    if (group.length === 1) return [];
    const firsts = new Set(groupBy(group, ({ stackSet }) => stackSet.metadata.name).map(([first]) => first));
    const repeated = group.filter((member) => !firsts.has(member)).map(repeatedStackSet);
    return [...repeated, ...collidingClaims(group.filter((member) => firsts.has(member)))];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

const SEPARATE = 'give each a namespace of its own, or for different clusters a folder';

function repeatedStackSet({ stackSet, index }: IndexedMember): MemberProblem {
  const problem = errorOn(stackSet, {
    reason: 'StackSetRepeated',
    path: ['metadata', 'name'],
    message: `there is another StackSet ${stackSet.metadata.name}${placeOf(stackSet)}, and both would write the same objects`,
    remedy: `Rename or remove one of them, or ${SEPARATE}.`,
  });
  return { index, problem };
}

/** Where two stacks have one name their routes have too: that goes without saying. */
function collidingClaims(members: readonly IndexedMember[]): readonly MemberProblem[] {
  const claims = members.flatMap((member) =>
    claimedNames(member.stackSet, member.stackNames, member.config).map((claim): Claim => ({ ...claim, member })),
  );
  const taken = new Map<string, Claim>();
  const sharingStacks = new Set<string>();
  return claims.flatMap((claim) => {
    const key = `${claim.kind} ${claim.name}`;
    const first = taken.get(key);
    taken.set(key, first ?? claim);
    if (first === undefined || first.member === claim.member) return [];
    const pair = `${first.member.index} ${claim.member.index}`;
    if (claim.kind === 'Stack') sharingStacks.add(pair);
    else if (sharingStacks.has(pair)) return [];
    return [{ index: claim.member.index, problem: collision(claim, first) }];
  });
}

const TAKEN = {
  Stack: { reason: 'StackNameTaken' },
  Ingress: { reason: 'RouteNameTaken' },
  RouteGroup: { reason: 'RouteNameTaken' },
} as const;

function collision(claim: Claim, first: Claim): Problem {
  const [mine, other] = [claim.member.stackSet, first.member.stackSet];
  const [name, otherName] = [mine.metadata.name, other.metadata.name];
  return errorOn(mine, {
    ...TAKEN[claim.kind],
    path: ['metadata', 'name'],
    message: `${claim.what} (StackSet ${name}) and ${first.what} (StackSet ${otherName}) would both be called ${claim.name}${placeOf(mine)}`,
    remedy: `Change the version or the name of ${name} or ${otherName}, or ${SEPARATE}.`,
  });
}

/** The namespace, to follow what two members have in it. */
const placeOf = ({ metadata: { namespace } }: StackSet): string => (namespace === undefined ? '' : ` in the namespace ${namespace}`);
