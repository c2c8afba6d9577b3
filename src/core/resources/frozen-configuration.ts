import { canonicalJson } from '../model/canonical-json.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { childMeta, type Rendered, type StackContext, stackProblem } from './child.ts';
import { type NamedConfiguration, namedConfiguration } from './configuration-name.ts';
import { ENCRYPT, holdsSecrets } from './plain-secret.ts';
import { unprotect } from './prune-protection.ts';

/** A ConfigMap or Secret that a package holds for its stacks. */
export interface ConfigurationSource {
  readonly object: KubernetesObject;
  /** SOPS or SealedSecret: its bytes are copied as they are, for a label would break its signature. */
  readonly encrypted: boolean;
}

const KINDS = { configMapRef: ['ConfigMap'], secretRef: ['Secret', 'SealedSecret'] } as const;

type Reference = NamedConfiguration<'configMapRef' | 'secretRef'>;

const isReference = (entry: NamedConfiguration): entry is Reference => entry.field in KINDS;

/** The references of a stack that are to be frozen with it: ConfigMaps and Secrets by name, as far as the config wants them. */
export function configurationReferences({ stack, config }: Pick<StackContext, 'stack' | 'config'>): readonly Reference[] {
  return namedConfiguration(stack)
    .filter(isReference)
    .filter(({ field }) => (field === 'configMapRef' ? config.configMaps : config.secrets));
}

/** The source that a reference means, of those at hand. */
export const findSource = (reference: Reference, sources: readonly ConfigurationSource[]): ConfigurationSource | undefined =>
  findSources(reference, sources)[0];

/** All that a reference may mean: a Secret before a SealedSecret of its name, and only one of several that say the same. */
function findSources({ field, name }: Reference, sources: readonly ConfigurationSource[]): readonly ConfigurationSource[] {
  const named = sources.filter(({ object }) => object.metadata.name === name);
  const kind = KINDS[field].find((candidate) => named.some(({ object }) => object.kind === candidate));
  const found = named.filter(({ object }) => object.kind === kind);
  return [...new Map(found.map((source) => [canonicalJson(source.object), source])).values()];
}

/**
 * Copies of what the stack names, with the stack's labels, so that a later edit of the original does not reach a running
 * version. Encrypted ones are files of their own and no part of this; what is not found is a warning, for it may be made in
 * the cluster by other means.
 */
export function frozenConfiguration(context: StackContext, sources: readonly ConfigurationSource[]): Rendered {
  const objects: KubernetesObject[] = [];
  const problems: Problem[] = [];
  for (const reference of configurationReferences(context)) {
    const [source, other] = findSources(reference, sources);
    if (!source) problems.push(notFound(context.stack, reference));
    else if (other) problems.push(ambiguous(context.stack, reference));
    else if (!source.encrypted) {
      objects.push(copyFor(context, source.object));
      if (holdsSecrets(source.object)) problems.push(inPlainText(context.stack, reference));
    }
  }
  return { objects, problems };
}

function copyFor(context: StackContext, { apiVersion, kind, metadata, ...data }: KubernetesObject): KubernetesObject {
  const own = childMeta(context, { annotations: unprotect(metadata.annotations ?? {}) });
  return { apiVersion, kind, metadata: { ...own, name: metadata.name, labels: { ...metadata.labels, ...own.labels } }, ...data };
}

function notFound(stack: Stack, reference: Reference): Problem {
  const message = `the ${kindOf(reference)} ${reference.name} is not in this package, so it is not frozen with the stack`;
  const remedy = 'Add it to the package, or make sure that something else puts it into the cluster.';
  return stackProblem(stack, 'warning', 'ConfigurationNotFound', pathOf(reference), message, remedy);
}

function ambiguous(stack: Stack, reference: Reference): Problem {
  const message = `this package holds several different ${kindOf(reference)}s called ${reference.name}`;
  return stackProblem(stack, 'error', 'ConfigurationRepeated', pathOf(reference), message, 'Keep one of them in the package.');
}

function inPlainText(stack: Stack, reference: Reference): Problem {
  const message = `the Secret ${reference.name} is in plain text, and so is its copy in the stack's file, for everybody who can read the repository`;
  return stackProblem(stack, 'warning', 'SecretInPlainText', pathOf(reference), message, ENCRYPT);
}

const kindOf = ({ field }: Reference): string => KINDS[field][0];
const pathOf = ({ field, index }: Reference): FieldPath => ['spec', 'configurationResources', index, field, 'name'];
