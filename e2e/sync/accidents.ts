import type { Person } from './person.ts';

/** What somebody does by mistake in a checkout; not committed yet. */
export type Accident = (person: Person, stack: string, added: string) => Promise<unknown>;

const KUSTOMIZATION = 'apps/shop/stacks/kustomization.yaml';

/** What people do to a stack that has traffic. @see Accident: of the stack's name, and the commit that added it. */
export const ACCIDENTS: Readonly<Record<string, Accident>> = {
  'a bad merge that deletes it': async (person, stack) => {
    await person.git('rm', '--quiet', `apps/shop/stacks/${stack}.yaml`);
    const text = await person.git('show', `HEAD:${KUSTOMIZATION}`);
    await person.write(KUSTOMIZATION, `${text.replace(`- ${stack}.yaml\n`, '')}\n`);
  },
  'a revert of the commit that added it': async (person, stack, added) => {
    // The controller has edited the file since; whoever reverts settles that by going back.
    await person.git('revert', '--no-commit', added).catch(() => undefined);
    const conflicts = (await person.git('diff', '--name-only', '--diff-filter=U')).split('\n').filter((path) => path !== '');
    for (const path of conflicts.filter((conflict) => !conflict.endsWith(`/${stack}.yaml`))) {
      await person.git('checkout', '--quiet', added.concat('^'), '--', path);
    }
    await person.git('rm', '--quiet', '--force', '--ignore-unmatch', `apps/shop/stacks/${stack}.yaml`);
  },
  'a folder that is emptied': (person) =>
    person.write(KUSTOMIZATION, 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n'),
  'a folder that is deleted': (person) => person.git('rm', '--quiet', '-r', 'apps/shop/stacks'),
};
