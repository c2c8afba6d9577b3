import type { Problem } from '../model/problem.ts';
import type { ConfigurationResource, Stack } from '../model/stack.ts';
import { CONFIGURATION_FIELDS, type NamedConfiguration, namedConfiguration } from '../resources/configuration-name.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';
import { DNS_1123_SUBDOMAIN, nameFault } from './name-format.ts';

/** Entries of `configurationResources` that name nothing, too much, or what another entry names. Prefixes are found elsewhere. */
export const configurationProblems: StackRule = (stack) => {
  const named = namedConfiguration(stack);
  return [
    ...(stack.spec.configurationResources ?? []).flatMap((resource, index) => entryProblems(stack, resource, index)),
    ...named.flatMap((entry) => configurationNameProblems(stack, entry)),
    ...named.flatMap((entry, index) => repeatedConfiguration(stack, entry, named.slice(0, index))),
  ];
};

const pathOf = (index: number, ...rest: readonly string[]): readonly (string | number)[] => [
  'spec',
  'configurationResources',
  index,
  ...rest,
];

/** Of an entry without a name the original makes no stack, since '' lacks the stack's name as prefix; of two fields the first named counts. */
function entryProblems(stack: Stack, resource: ConfigurationResource, index: number): readonly Problem[] {
  const set = CONFIGURATION_FIELDS.filter((field) => resource[field] !== undefined);
  const [counting, ...ignored] = set.filter((field) => resource[field]?.name);
  if (counting === undefined) {
    const message = set.length === 0 ? 'the entry names nothing' : `${set.join(' and ')} without a name`;
    const remedy = `Give one of ${CONFIGURATION_FIELDS.join(', ')} a name that begins with ${stack.metadata.name}-.`;
    return [errorOn(stack, { reason: 'ConfigurationNameMissing', path: pathOf(index), message, remedy })];
  }
  return ignored.map((field) => {
    const message = `an entry is one resource: ${counting} counts, and ${field} is ignored`;
    return warningOn(stack, {
      reason: 'ConfigurationAmbiguous',
      path: pathOf(index, field),
      message,
      remedy: 'Make it an entry of its own.',
    });
  });
}

/** A name without the stack's in front is told by `misnamedConfiguration`. */
function configurationNameProblems(stack: Stack, { field, index, name }: NamedConfiguration): readonly Problem[] {
  const fault = nameFault(name, DNS_1123_SUBDOMAIN);
  if (fault === undefined) return [];
  const message = `nothing can be called ${JSON.stringify(name)}: it ${fault}`;
  return [errorOn(stack, { reason: 'ConfigurationNameInvalid', path: pathOf(index, field, 'name'), message, remedy: 'Rename it.' })];
}

const KINDS = {
  configMap: 'ConfigMap',
  configMapRef: 'ConfigMap',
  secretRef: 'Secret',
  platformCredentialsSet: 'PlatformCredentialsSet',
} as const satisfies Readonly<Record<keyof ConfigurationResource, string>>;

/** Two objects of one kind and name: one would overwrite the other, and kustomize refuses both. */
function repeatedConfiguration(
  stack: Stack,
  { field, index, name }: NamedConfiguration,
  before: readonly NamedConfiguration[],
): readonly Problem[] {
  const same = before.find((other) => other.name === name && KINDS[other.field] === KINDS[field]);
  if (same === undefined) return [];
  const message = `the ${KINDS[field]} ${name} is made already by configurationResources[${same.index}].${same.field}`;
  return [
    errorOn(stack, {
      reason: 'ConfigurationRepeated',
      path: pathOf(index, field, 'name'),
      message,
      remedy: 'Rename one of them, or remove it.',
    }),
  ];
}
