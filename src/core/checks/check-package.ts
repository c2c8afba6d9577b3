import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { type ClaimedName, claimedNames } from './claimed-names.ts';
import { errorOn } from './finding.ts';

/** A StackSet, and where what it makes is written. */
export interface PackageMember {
  readonly stackSet: StackSet;
  /** Output folder, as a normalized path; '' where no files are written, as in a kustomize pipeline. */
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
 * Names that two StackSets of one output folder both take: of StackSets, of stacks (`shop` + `a-b` and `shop-a` + `b`), and of a
 * stack and a generated route. Each is an error of the later member. Files are named after StackSets and stacks alone, so two
 * namespaces in one folder collide too; in different folders the same names are allowed: a folder is often a cluster's copy.
 */
export function checkPackage(members: readonly PackageMember[]): readonly MemberProblem[] {
  const indexed = members.map((member, index) => ({ ...member, index }));
  return [...groupBy(indexed, ({ output }) => output).values()].flatMap((group) => {
    if (group.length === 1) return [];
    const firsts = new Set([...groupBy(group, stackSetKey).values()].map(([first]) => first));
    const [distinct, repeated] = [group.filter((member) => firsts.has(member)), group.filter((member) => !firsts.has(member))];
    return [...repeated.map((member) => repeatedStackSet(member, distinct)), ...collidingClaims(distinct)];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const namespaceOf = ({ stackSet }: PackageMember): string => stackSet.metadata.namespace ?? '';

/** What an object's name is unique in: its namespace. */
const inNamespace = (member: PackageMember, name: string): string => `${namespaceOf(member)}/${name}`;

/** What the name of a StackSet or a stack is unique in: the folder, since files are called so, else the namespace. */
const inFolder = (member: PackageMember, name: string): string => (member.output === '' ? inNamespace(member, name) : name);

const stackSetKey = (member: PackageMember): string => inFolder(member, member.stackSet.metadata.name);

function repeatedStackSet(member: IndexedMember, distinct: readonly IndexedMember[]): MemberProblem {
  const other = distinct.find((candidate) => stackSetKey(candidate) === stackSetKey(member)) ?? member;
  const problem = errorOn(member.stackSet, {
    reason: 'StackSetRepeated',
    path: ['metadata', 'name'],
    message: `there is another StackSet ${other.stackSet.metadata.name}${placeOf(member, other)}, and both would write the same objects`,
    remedy: `Rename or remove one of them, or ${separate(member, other)}.`,
  });
  return { index: member.index, problem };
}

/** Where two stacks have one name their routes have too: that goes without saying. */
function collidingClaims(members: readonly IndexedMember[]): readonly MemberProblem[] {
  const claims = members.flatMap((member) =>
    claimedNames(member.stackSet, member.stackNames, member.config).map((claim): Claim => ({ ...claim, member })),
  );
  const taken = new Map<string, Claim>();
  const sharingStacks = new Set<string>();
  return claims.flatMap((claim) => {
    const key = `${claim.kind} ${claim.kind === 'Stack' ? inFolder(claim.member, claim.name) : inNamespace(claim.member, claim.name)}`;
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
  const [mine, other] = [claim.member, first.member];
  const [name, otherName] = [mine.stackSet.metadata.name, other.stackSet.metadata.name];
  return errorOn(mine.stackSet, {
    ...TAKEN[claim.kind],
    path: ['metadata', 'name'],
    message: `${claim.what} (StackSet ${name}) and ${first.what} (StackSet ${otherName}) would both be called ${claim.name}${placeOf(mine, other)}`,
    remedy: `Change the version or the name of ${name} or ${otherName}, or ${separate(mine, other)}.`,
  });
}

/** What the two have in common, to follow what they are. */
function placeOf(mine: PackageMember, other: PackageMember): string {
  const folder = mine.output === '' ? [] : [`the output folder ${mine.output}`];
  const namespace = namespaceOf(mine) !== '' && namespaceOf(mine) === namespaceOf(other) ? [`the namespace ${namespaceOf(mine)}`] : [];
  const places = [...namespace, ...folder];
  return places.length === 0 ? '' : ` in ${places.join(' and ')}`;
}

/** How to keep both names: objects need another namespace or cluster, files another folder. */
function separate(mine: PackageMember, other: PackageMember): string {
  if (mine.output === '') return 'give each a namespace of its own';
  return namespaceOf(mine) === namespaceOf(other)
    ? 'give each a folder of its own, in another namespace or for another cluster'
    : 'give each a folder of its own';
}
