import type { GitPackage } from '../package/read-packages.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

export type PackageChoice = { readonly chosen: GitPackage } | { readonly problem: LocatedProblem };

/** The one StackSet that is meant. @param name undefined where there should be only one */
export function choosePackage(packages: readonly GitPackage[], name: string | undefined): PackageChoice {
  const named = packages.filter(({ stackSet }) => name === undefined || stackSet.metadata.name === name);
  const [chosen, ...others] = named;
  if (chosen && others.length === 0) return { chosen };
  const names = [...new Set(packages.map(({ stackSet }) => stackSet.metadata.name))].sort();
  if (!chosen) return { problem: { ...ERROR, reason: 'StackSetUnknown', ...unknown(name, names) } };
  return { problem: { ...ERROR, reason: 'StackSetAmbiguous', ...several(names, named) } };
}

const ERROR = { severity: 'error', path: [] } as const;

type Words = Pick<LocatedProblem, 'message' | 'remedy'>;

const unknown = (name: string | undefined, names: readonly string[]): Words => ({
  message:
    name === undefined ? 'there is no StackSet to simulate' : `there is no StackSet ${JSON.stringify(name)}; there is ${names.join(', ')}`,
  remedy: names.length === 0 ? 'Name the folder of a package.' : `Name one of ${names.join(', ')}.`,
});

function several(names: readonly string[], packages: readonly GitPackage[]): Words {
  const message = `there are several StackSets: ${packages.map(({ stackSet, folder }) => `${stackSet.metadata.name} in ${folder}`).join(', ')}`;
  return { message, remedy: names.length > 1 ? `Choose one with --stackset ${names[0]}.` : 'Name the folder of one.' };
}
