import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { FALLBACK_SUFFIX } from '../resources/fallback-route.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';
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

/** A name that the objects of a StackSet take in their namespace and folder. */
interface Claim {
  readonly name: string;
  readonly index: number;
  readonly use: 'stack' | 'segment' | 'fallback' | 'routes';
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
      message: `there is another StackSet ${nameOf(index)} ${placeOf(member)}, and both would write the same files`,
      remedy: 'Rename or remove one of them, or give each a folder or a namespace of its own.',
    });
    return [{ index, problem }];
  });
}

function placeOf({ stackSet, output }: PackageMember): string {
  const { namespace } = stackSet.metadata;
  return namespace === undefined ? `with the output folder ${output}` : `of the namespace ${namespace} with the output folder ${output}`;
}

function claimsOf({ stackSet, stackNames, config }: PackageMember, index: number): readonly Claim[] {
  const { name } = stackSet.metadata;
  const stacks = [...new Set(stackNames)].map((stack): Claim => ({ name: stack, index, use: 'stack' }));
  const hasOwnRoutes = stackSet.spec.ingress !== undefined || stackSet.spec.routegroup !== undefined;
  if (!hasOwnRoutes) return stacks;
  if (config.trafficProvider === 'skipper-weights') return [...stacks, { name, index, use: 'routes' }];
  const segments = stackNames.map((stack): Claim => ({ name: `${stack}${SEGMENT_SUFFIX}`, index, use: 'segment' }));
  return [...stacks, ...segments, ...(config.gapFallback ? [{ name: `${name}${FALLBACK_SUFFIX}`, index, use: 'fallback' } as const] : [])];
}

/** Segments collide wherever their stacks do, which is said once. */
function collidingClaims(members: readonly PackageMember[], claims: readonly Claim[]): readonly MemberProblem[] {
  const firsts = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const first = firsts.get(claim.name);
    if (first === undefined) firsts.set(claim.name, claim);
    if (first === undefined || first.index === claim.index || (first.use === 'segment' && claim.use === 'segment')) return [];
    const [mine, other] = [members[claim.index], members[first.index]];
    return mine && other ? [{ index: claim.index, problem: collision(mine, claim, other, first) }] : [];
  });
}

function collision(mine: PackageMember, claim: Claim, other: PackageMember, first: Claim): Problem {
  const stacks = claim.use === 'stack' && first.use === 'stack';
  return errorOn(mine.stackSet, {
    reason: stacks ? 'StackNameTaken' : 'RouteNameTaken',
    path: ['metadata', 'name'],
    message: `its ${describe(claim)} is called like the ${describe(first)} of the StackSet ${other.stackSet.metadata.name} ${placeOf(mine)}`,
    remedy: `Change the version or the name of ${mine.stackSet.metadata.name} or ${other.stackSet.metadata.name}, or give each a folder or a namespace of its own.`,
  });
}

function describe({ name, use }: Claim): string {
  switch (use) {
    case 'stack':
      return `stack ${name}`;
    case 'segment':
      return `segment ${name}`;
    case 'fallback':
      return `fallback route ${name}`;
    case 'routes':
      return `Ingress or RouteGroup ${name}`;
  }
}
