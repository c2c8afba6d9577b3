import type { KubernetesObject } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { childMeta, type Rendered, type StackContext, stackProblem } from './child.ts';
import { type NamedConfiguration, namedConfiguration } from './configuration-name.ts';
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

/** The source that a reference means, of those at hand: a Secret before a SealedSecret of its name, in whatever order they come. */
export function findSource({ field, name }: Reference, sources: readonly ConfigurationSource[]): ConfigurationSource | undefined {
  const named = sources.filter(({ object }) => object.metadata.name === name);
  return KINDS[field].flatMap((kind) => named.filter(({ object }) => object.kind === kind))[0];
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
    const source = findSource(reference, sources);
    if (!source) problems.push(notFound(context.stack, reference));
    else if (!source.encrypted) objects.push(copyFor(context, source.object));
  }
  return { objects, problems };
}

function copyFor(context: StackContext, { apiVersion, kind, metadata, ...data }: KubernetesObject): KubernetesObject {
  const own = childMeta(context, { annotations: unprotect(metadata.annotations ?? {}) });
  return { apiVersion, kind, metadata: { ...own, name: metadata.name, labels: { ...metadata.labels, ...own.labels } }, ...data };
}

function notFound(stack: Stack, { field, index, name }: Reference): Problem {
  const kind = KINDS[field][0];
  const message = `the ${kind} ${name} is not in this package, so it is not frozen with the stack`;
  const remedy = `Add it to the package, or make sure that something else puts it into the cluster.`;
  return stackProblem(stack, 'warning', 'ConfigurationNotFound', ['spec', 'configurationResources', index, field, 'name'], message, remedy);
}
