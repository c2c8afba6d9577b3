import { currentVersion, stackName } from '../lifecycle/stack-name.ts';
import { STACKSET_LABEL } from '../model/annotations.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import type { StackSet, StackSetSpec } from '../model/stack-set.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';
import type { StackSetRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { characterFault, DNS_1035_LABEL, DNS_1123_SUBDOMAIN, excessOf, LABEL_VALUE, type NameFormat } from './name-format.ts';

/** A name that Kubernetes judges, made of the StackSet's name and the version. */
interface NamedObject {
  readonly kind: string;
  readonly format: NameFormat;
  readonly name: (stackSetName: string, version: string) => string;
  readonly made?: (stackSet: StackSet) => boolean;
}

const segment = (stackSetName: string, version: string): string => `${stackName(stackSetName, version)}${SEGMENT_SUFFIX}`;
const has =
  (route: keyof StackSetSpec) =>
  ({ spec }: StackSet): boolean =>
    spec[route] !== undefined;

/**
 * The objects of a stack by Kubernetes' rules for their kinds: a Service is an RFC 1035 label, everything else an RFC 1123
 * subdomain, and the names are labels' values besides. The strictest come first.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
const OBJECTS: readonly NamedObject[] = [
  { kind: 'Service', format: DNS_1035_LABEL, name: stackName },
  {
    kind: 'label stackset',
    format: LABEL_VALUE,
    name: (name) => name,
    made: ({ metadata }) => metadata.labels?.[STACKSET_LABEL] === undefined,
  },
  { kind: 'label stack-version', format: LABEL_VALUE, name: (_, version) => version },
  { kind: 'StackSet', format: DNS_1123_SUBDOMAIN, name: (name) => name },
  { kind: 'Stack', format: DNS_1123_SUBDOMAIN, name: stackName },
  { kind: 'Deployment', format: DNS_1123_SUBDOMAIN, name: stackName },
  {
    kind: 'HorizontalPodAutoscaler',
    format: DNS_1123_SUBDOMAIN,
    name: stackName,
    made: ({ spec }) => spec.stackTemplate.spec.autoscaler !== undefined,
  },
  { kind: `${SEGMENT_SUFFIX} Ingress`, format: DNS_1123_SUBDOMAIN, name: segment, made: has('ingress') },
  { kind: `${SEGMENT_SUFFIX} RouteGroup`, format: DNS_1123_SUBDOMAIN, name: segment, made: has('routegroup') },
];

/** Parts of a name that fit every format, to find out which of the two parts is the wrong one. */
const FITTING_NAME = 'a';
const FITTING_VERSION = '1';

const NAME_PATH: FieldPath = ['metadata', 'name'];
const VERSION_PATH: FieldPath = ['spec', 'stackTemplate', 'spec', 'version'];

/** Names of which the API server would refuse an object: by their characters, or by their length once all is put together. */
export const objectNameProblems: StackSetRule = (stackSet) => {
  const name = stackSet.metadata.name;
  const version = currentVersion(stackSet);
  const objects = OBJECTS.filter(({ made }) => made?.(stackSet) ?? true);
  return [
    ...characterProblems(stackSet, NAME_PATH, name, refusing(objects, name, FITTING_VERSION)),
    ...characterProblems(stackSet, VERSION_PATH, version, refusing(objects, FITTING_NAME, version)),
    ...lengthProblems(stackSet, objects, name, version),
  ];
};

/** The objects that could not have such a name for its characters, the strictest first. */
function refusing(objects: readonly NamedObject[], name: string, version: string): readonly NamedObject[] {
  return objects.filter((object) => !object.format.pattern.test(object.name(name, version)));
}

function characterProblems(stackSet: StackSet, path: FieldPath, part: string, refused: readonly NamedObject[]): readonly Problem[] {
  const [strictest] = refused;
  if (!strictest) return [];
  const full = strictest.name(stackSet.metadata.name, currentVersion(stackSet));
  return [
    errorOn(stackSet, {
      reason: 'NameInvalid',
      path,
      message: `the ${strictest.kind} could not be called ${JSON.stringify(full)}: it ${characterFault(full, strictest.format)}`,
      remedy: remedyFor(part, path),
    }),
  ];
}

/** The same part in allowed characters: `Shop_A` is `shop-a`, `v1.2` is `v1-2`, `1st` is `s1st`. */
function remedyFor(part: string, path: FieldPath): string {
  const plain = part
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const fitting = path === NAME_PATH ? plain.replace(/^(?=\d)/, 's') : plain;
  return fitting === '' || fitting === part ? 'Use lower-case letters and digits.' : `Write for example ${fitting}.`;
}

function lengthProblems(stackSet: StackSet, objects: readonly NamedObject[], name: string, version: string): readonly Problem[] {
  const tooLong = objects.filter((object) => excessOf(object.name(name, version), object.format) > 0);
  if (tooLong.length === 0) return [];
  const excess = Math.max(...tooLong.map((object) => excessOf(object.name(name, version), object.format)));
  const lengths = tooLong.map(
    (object) => `${object.kind} (${object.name(name, version).length} characters, ${object.format.maxLength} allowed)`,
  );
  return [
    errorOn(stackSet, {
      reason: 'NameTooLong',
      path: name.length >= version.length ? NAME_PATH : VERSION_PATH,
      message: `the name is ${excess} characters too long: ${lengths.join(', ')}`,
      remedy: `Shorten metadata.name or the version, which make ${stackName('<name>', '<version>')}, by ${excess} characters.`,
    }),
  ];
}
