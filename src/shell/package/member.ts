import { stackFile } from '../../core/layout/generated-files.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { PackageConfiguration } from './configuration.ts';
import { locate } from './file-problem.ts';
import type { FileHeader } from './header.ts';
import type { GeneratedEntry, SourceDocument } from './sources.ts';

/** A StackSet of a package, valid by its schema, with the rules for it. */
export interface Member {
  readonly stackSet: StackSet;
  readonly source: SourceDocument;
  readonly config: RenderConfig;
  /** Its package, and the folder of its generated files. */
  readonly folder: string;
  readonly output: string;
  /** Paths of fields that break the schema; a rule that looks at one of them would only say the same in other words. */
  readonly faultyFields: ReadonlySet<string>;
  /** ConfigMaps and Secrets that were built with it, in place of those in the package's files. */
  readonly built?: readonly PackageConfiguration[];
}

/** Whether a StackSet is the one that was built last, and was not built now: nothing else that was built with it is known. */
export const isResolved = ({ config, built }: Pick<Member, 'config' | 'built'>): boolean =>
  config.source === 'kustomize' && built === undefined;

/** A StackSet of the original's group; one without an apiVersion is meant, and told so by its schema. */
export const isStackSet = ({ object }: Pick<SourceDocument, 'object'>): boolean =>
  object.kind === 'StackSet' && (typeof object.apiVersion !== 'string' || object.apiVersion.startsWith('zalando.org/'));

/** Whether a generated file is this StackSet's. */
export const isOwn = ({ stackSet: { metadata } }: Pick<Member, 'stackSet'>, header: FileHeader): boolean =>
  header.stackset === metadata.name && header.namespace === metadata.namespace;

/** Whether a file is a stack's and has its name; a copy under another name is not. */
export const isStackFile = ({ name, header }: Pick<GeneratedEntry, 'name' | 'header'>): boolean =>
  header.stack !== undefined && name === stackFile(header.stack);

/** The files of a StackSet's stacks among generated ones. */
export const ownStackFiles = (member: Pick<Member, 'stackSet'>, entries: Iterable<GeneratedEntry>): readonly GeneratedEntry[] =>
  [...entries].filter((entry) => isStackFile(entry) && isOwn(member, entry.header));

/** Gives a problem of the StackSet the place in its file; one of another object the place that the caller knows. */
export const locateInMember = ({ source }: Member, problem: Problem): LocatedProblem => locate(problem, source.file, source.document);

/** Whether an object is of the namespace that a StackSet is in; both may leave it to whoever applies them. */
export const sameNamespace = ({ stackSet }: Pick<Member, 'stackSet'>, object: KubernetesObject): boolean =>
  object.metadata?.namespace === undefined || object.metadata.namespace === stackSet.metadata.namespace;
