import { ENCRYPT } from '../../core/resources/plain-secret.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { locate } from './file-problem.ts';
import { type Member, sameNamespace } from './member.ts';
import type { PackageTree } from './read-tree.ts';
import type { SourceDocument } from './sources.ts';

/**
 * Warns of Secrets in plain text in the folders of packages. One that a StackSet names is told of at the name, wherever it comes from, and
 * not here again.
 */
export function plainSecretProblems({ members, folders }: Pick<PackageTree, 'members' | 'folders'>): readonly LocatedProblem[] {
  return [...folders.values()].flatMap(({ path, plainSecrets }) => {
    if (plainSecrets.length === 0) return [];
    const owners = members.filter(({ folder, output }) => isAtOrBelow(path, folder) && path !== output);
    const isTold = (secret: SourceDocument): boolean => owners.length === 0 || owners.some((member) => names(member, secret));
    return plainSecrets.filter((secret) => !isTold(secret)).map(inPlainText);
  });
}

const names = (member: Member, { object }: SourceDocument): boolean =>
  sameNamespace(member, object) &&
  (member.stackSet.spec.stackTemplate.spec.configurationResources ?? []).some(({ secretRef }) => secretRef?.name === object.metadata?.name);

const inPlainText = ({ file, document, object }: SourceDocument): LocatedProblem =>
  locate(
    {
      severity: 'warning',
      reason: 'SecretInPlainText',
      path: [],
      message: `the Secret ${object.metadata?.name ?? ''} is in plain text, for everybody who can read the repository`,
      remedy: ENCRYPT,
    },
    file,
    document,
  );
