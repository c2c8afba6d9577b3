import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { type ClaimedName, claimedNames } from './claimed-names.ts';
import { errorOn } from './finding.ts';

/** A StackSet, and where what it makes is written. */
export interface PackageMember {
  readonly stackSet: StackSet;
  /** Output folder, as a normalized path. */
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

/** A name, and the member whose objects take it. */
interface Claim extends ClaimedName {
  readonly index: number;
}

/**
 * Names that two StackSets of one namespace and output folder both take: of StackSets, of stacks (`shop` + `a-b` and `shop-a` +
 * `b`), and of a stack and a generated route. Each is an error of the later member. Elsewhere the same names are allowed: a folder
 * is often a cluster's copy.
 */
export function checkPackage(members: readonly PackageMember[]): readonly MemberProblem[] {
  return sharingNames(members).flatMap((indexes) => {
    const repeated = repeatedStackSets(members, indexes);
    const copies = new Set(repeated.map(({ index }) => index));
    const claims = indexes.filter((index) => !copies.has(index)).flatMap((index) => claimsOf(members[index] as PackageMember, index));
    return [...repeated, ...collidingClaims(members, claims)];
  });
}

/** Places in the list of the members that write into one folder for one namespace. */
function sharingNames(members: readonly PackageMember[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [index, { stackSet, output }] of members.entries()) {
    const key = JSON.stringify([output, stackSet.metadata.namespace ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  return [...groups.values()];
}

function repeatedStackSets(members: readonly PackageMember[], indexes: readonly number[]): readonly MemberProblem[] {
  const nameOf = (index: number): string | undefined => members[index]?.stackSet.metadata.name;
  return indexes.flatMap((index, position) => {
    const first = indexes.findIndex((other) => nameOf(other) === nameOf(index));
    const member = members[index];
    if (first === position || !member) return [];
    const problem = errorOn(member.stackSet, {
      reason: 'StackSetRepeated',
      path: ['metadata', 'name'],
      message: `there is another StackSet ${nameOf(index)}, ${placeOf(member)}, and both would write the same files`,
      remedy: 'Rename or remove one of them, or give each a folder or a namespace of its own.',
    });
    return [{ index, problem }];
  });
}

function placeOf({ stackSet, output }: PackageMember): string {
  const { namespace } = stackSet.metadata;
  return namespace === undefined ? `in the output folder ${output}` : `in the namespace ${namespace} and the output folder ${output}`;
}

function claimsOf({ stackSet, stackNames, config }: PackageMember, index: number): readonly Claim[] {
  return claimedNames(stackSet, stackNames, config).map((claim) => ({ ...claim, index }));
}

/** Where two stacks have one name their routes have too: that goes without saying. */
function collidingClaims(members: readonly PackageMember[], claims: readonly Claim[]): readonly MemberProblem[] {
  const firsts = new Map<string, Claim>();
  const stacks = new Set<string>();
  return claims.flatMap((claim) => {
    const key = `${claim.kind} ${claim.name}`;
    const first = firsts.get(key);
    firsts.set(key, first ?? claim);
    const [mine, other] = [members[claim.index], members[first?.index ?? claim.index]];
    if (!mine || !other || !first || first.index === claim.index) return [];
    const pair = `${first.index} ${claim.index}`;
    if (claim.kind === 'Stack') stacks.add(pair);
    else if (stacks.has(pair)) return [];
    return [{ index: claim.index, problem: collision(mine, claim, other, first) }];
  });
}

const TAKEN = {
  Stack: { reason: 'StackNameTaken' },
  Ingress: { reason: 'RouteNameTaken' },
  RouteGroup: { reason: 'RouteNameTaken' },
} as const;

function collision(mine: PackageMember, claim: Claim, other: PackageMember, first: Claim): Problem {
  const [name, otherName] = [mine.stackSet.metadata.name, other.stackSet.metadata.name];
  return errorOn(mine.stackSet, {
    ...TAKEN[claim.kind],
    path: ['metadata', 'name'],
    message: `${claim.what} (StackSet ${name}) and ${first.what} (StackSet ${otherName}) would both be called ${claim.name}, ${placeOf(mine)}`,
    remedy: `Change the version or the name of ${name} or ${otherName}, or give each a folder or a namespace of its own.`,
  });
}
