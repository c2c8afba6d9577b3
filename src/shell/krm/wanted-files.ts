import {
  appliedFiles,
  buildKustomization,
  encryptedFile,
  KUSTOMIZATION_FILE,
  routesFile,
  stackFile,
} from '../../core/layout/generated-files.ts';
import { buildResolved, resolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import type { Rendering } from '../../core/render.ts';
import { type ConfigurationSource, configurationReferences, findSource } from '../../core/resources/frozen-configuration.ts';
import { leadingStack } from '../../core/resources/render-routes.ts';
import {
  kustomizationHeader,
  type Owner,
  resolvedHeader,
  routesHeader,
  routesInput,
  stackHeader,
  stackInput,
} from '../package/file-headers.ts';
import { type FileHeader, withHeader } from '../package/header.ts';
import { packagePath } from '../package/render-input.ts';
import { emitDocuments } from '../yaml/emit.ts';
import type { Generated } from './generate.ts';
import type { KrmObject } from './item.ts';
import type { PlacedMember } from './members.ts';

/** A generated file of an output folder. */
export interface WantedFile {
  readonly name: string;
  readonly objects: readonly KrmObject[];
  /** The first line, as `stackset render` writes it; undefined for an encrypted copy, which has none. */
  readonly headComment?: string;
  /** An encrypted copy that is there already: it stays as it is. */
  readonly isPresent?: boolean;
}

/** The files of one StackSet, but for the kustomization, which an output folder has once. */
export function wantedFiles(generated: Generated<PlacedMember>): readonly WantedFile[] {
  const owner = ownerOf(generated.member);
  const stacks = generated.rendering.stacks.flatMap((stack) => {
    const encrypted = encryptedCopies(stack, sourcesOf(generated, stack), owner);
    const names = encrypted.map(({ name }) => name);
    const header = stackHeader(owner, stack.plan, stack, names, stackInput(owner, stack.plan));
    return [fileOf(stackFile(stack.plan.name), header, [stack.stack, ...stack.children]), ...encrypted];
  });
  return [...stacks, ...routes(generated, owner), ...resolved(owner)];
}

type PlannedRendering = Rendering['stacks'][number];

/** Where a stack's frozen configuration comes from: the package when it is made, its own copies from then on. */
const sourcesOf = ({ known, configuration }: Generated, { stack }: PlannedRendering): readonly ConfigurationSource[] =>
  known.find((entry) => entry.stack.metadata.name === stack.metadata.name)?.frozen ?? configuration;

function encryptedCopies(
  { stack, plan }: PlannedRendering,
  sources: readonly ConfigurationSource[],
  { config }: Owner,
): readonly WantedFile[] {
  return configurationReferences({ stack, config }).flatMap((reference) => {
    const source = findSource(reference, sources);
    if (!source?.encrypted) return [];
    return [{ name: encryptedFile(stack.metadata.name, source.object), objects: [source.object], isPresent: !plan.created }];
  });
}

function routes({ rendering }: Generated, owner: Owner): readonly WantedFile[] {
  const plans = rendering.stacks.map(({ plan }) => plan);
  const leader = leadingStack(plans);
  if (!leader || rendering.routes.length === 0) return [];
  const hash = rendering.stacks.find(({ plan }) => plan === leader)?.stack.metadata.annotations?.[STACK_HASH_ANNOTATION];
  const header = routesHeader(owner, routesInput(owner, plans, leader, hash));
  return [fileOf(routesFile(owner.stackSet.metadata.name), header, rendering.routes)];
}

/** The StackSet that kustomize built last stays what it is. */
function resolved(owner: Owner): readonly WantedFile[] {
  const { stackSet, config } = owner;
  if (config.source !== 'kustomize') return [];
  const object = buildResolved(stackSet, config) as unknown as KrmObject;
  return [fileOf(resolvedFile(stackSet.metadata.name), resolvedHeader(owner), [object])];
}

/**
 * Lists the generated files of an output folder.
 * @param owners all StackSets that write into it, of which the first tells where the package is
 * @param files their names
 */
export function kustomizationFile(owners: readonly PlacedMember[], files: readonly string[]): WantedFile {
  const [owner] = owners;
  const names = owners.map(({ stackSet }) => stackSet.metadata.name);
  const header = kustomizationHeader(names, owner ? packagePath(ownerOf(owner)) : '..');
  const applied = appliedFiles(
    files,
    owners.some(({ config }) => config.applyStacks),
  );
  return fileOf(KUSTOMIZATION_FILE, header, [buildKustomization(applied) as KrmObject]);
}

function fileOf(name: string, header: FileHeader, objects: readonly KrmObject[]): WantedFile {
  const text = withHeader(header, emitDocuments(objects));
  return { name, objects, headComment: text.slice(0, text.indexOf('\n')) };
}

const ownerOf = ({ stackSet, config, place }: PlacedMember): Owner => ({ stackSet, config, ...place });
