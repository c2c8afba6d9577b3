import type { Problem } from '../model/problem.ts';
import type { ConfigurationResource, Stack } from '../model/stack.ts';
import { stackProblem } from './child.ts';

/** The kinds of configuration that a stack can bring along, in the order in which the original looks for them. */
export const CONFIGURATION_FIELDS = [
  'configMap',
  'configMapRef',
  'secretRef',
  'platformCredentialsSet',
] as const satisfies readonly (keyof ConfigurationResource)[];

/** An entry of `configurationResources` that is named, with its place in the list. */
export interface NamedConfiguration<Field extends keyof ConfigurationResource = keyof ConfigurationResource> {
  readonly field: Field;
  readonly index: number;
  readonly name: string;
}

/** The entries with a name; the first field that has one counts, as in the original. */
export function namedConfiguration({ spec }: Stack): readonly NamedConfiguration[] {
  return (spec.configurationResources ?? []).flatMap((resource, index) => {
    const field = CONFIGURATION_FIELDS.find((candidate) => resource[candidate]?.name);
    return field ? [{ field, index, name: resource[field]?.name ?? '' }] : [];
  });
}

/** Configuration is a stack's own, so its name must say whose: otherwise two stacks would share and change it. */
export function misnamedConfiguration(stack: Stack): readonly Problem[] {
  const prefix = `${stack.metadata.name}-`;
  return namedConfiguration(stack)
    .filter(({ name }) => !name.startsWith(stack.metadata.name))
    .map(({ field, index, name }) => {
      const message = `the name ${JSON.stringify(name)} does not begin with the stack's, ${stack.metadata.name}`;
      const remedy = `Rename it to ${prefix}${name} here and where it is mounted.`;
      return stackProblem(
        stack,
        'error',
        'ConfigurationNameUnprefixed',
        ['spec', 'configurationResources', index, field, 'name'],
        message,
        remedy,
      );
    });
}
