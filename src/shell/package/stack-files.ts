import { join } from 'node:path';
import { encryptedFile, stackFile } from '../../core/layout/generated-files.ts';
import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import { configurationReferences, findSource } from '../../core/resources/frozen-configuration.ts';
import { renderStack, surroundingsOf } from '../../core/resources/render-stack.ts';
import { onTemplate } from '../../core/resources/template-problem.ts';
import type { FileTree } from '../files/file-tree.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { type PackageConfiguration, readConfiguration } from './configuration.ts';
import { stackHeader, stackInput } from './file-headers.ts';
import { companions } from './header.ts';
import { renderNeeded } from './kustomize-problem.ts';
import { type LoadedStack, loadStack } from './load-stack.ts';
import { isResolved, locateInMember, type Member } from './member.ts';
import type { OutputFolder } from './output-folder.ts';
import { readEncrypted } from './read-encrypted.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';

export interface StackFileContext {
  readonly files: FileTree;
  readonly folders: ReadonlyMap<string, FolderSources>;
  readonly allowRemoval: boolean;
}

/** Plans the files of a StackSet's stacks; one that is as it was is neither parsed nor written. */
export class StackFiles {
  readonly #member: Member;
  readonly #output: OutputFolder;
  readonly #context: StackFileContext;
  readonly #loaded = new Map<string, LoadedStack>();
  readonly #created = new Map<string, Stack>();

  constructor(member: Member, output: OutputFolder, context: StackFileContext) {
    this.#member = member;
    this.#output = output;
    this.#context = context;
  }

  /** @param created the Stack, where this render makes it */
  plan(plan: PlannedStack, created: Stack | undefined): void {
    if (created) {
      this.#create(plan, created);
      return;
    }
    const name = stackFile(plan.name);
    const entry = this.#output.entry(name);
    if (!entry) return;
    const input = stackInput(this.#member, plan);
    if (entry.intact && entry.header.input === input && !entry.header.warnings) {
      this.#keep(entry);
      return;
    }
    const loaded = this.#load(entry);
    if ('problems' in loaded) return;
    this.#write(
      plan,
      loaded.stack,
      loaded.frozen.map((source) => ({ ...source, text: '' })),
      input,
      (problem) => ({
        ...problem,
        file: join(this.#output.path, name),
      }),
    );
  }

  /** The Stack of a name, read from its file where it is not new; undefined where that file has problems. */
  stack(name: string): Stack | undefined {
    const created = this.#created.get(name);
    const entry = this.#output.entry(stackFile(name));
    if (created || !entry) return created;
    const loaded = this.#load(entry);
    return 'problems' in loaded ? undefined : loaded.stack;
  }

  specHash(name: string): string | undefined {
    return this.#created.get(name)?.metadata.annotations?.[STACK_HASH_ANNOTATION] ?? this.#output.entry(stackFile(name))?.header.spec;
  }

  #create(plan: PlannedStack, stack: Stack): void {
    this.#created.set(plan.name, stack);
    const { stackSet, config } = this.#member;
    const needed = configurationReferences({ stack, config }).length > 0;
    if (needed && isResolved(this.#member)) {
      this.#output.problems.push(locateInMember(this.#member, onTemplate(renderNeeded(stack), stackSet)));
      return;
    }
    const sources = needed ? readConfiguration(this.#context.files, this.#member, this.#context.folders) : [];
    const input = stackInput(this.#member, plan);
    this.#write(plan, stack, sources, input, (problem) => locateInMember(this.#member, onTemplate(problem, stackSet)));
  }

  #keep({ name, header }: GeneratedEntry): void {
    this.#output.keep(name);
    for (const companion of companions(header)) this.#output.keep(companion);
  }

  #load(entry: GeneratedEntry): LoadedStack {
    const known = this.#loaded.get(entry.name);
    if (known) return known;
    const encrypted = readEncrypted(this.#context.files, this.#output.path, companions(entry.header));
    const loaded = loadStack(this.#context.files, this.#output.path, entry, encrypted);
    this.#loaded.set(entry.name, loaded);
    if ('problems' in loaded) this.#output.problems.push(...loaded.problems);
    return loaded;
  }

  #write(
    plan: PlannedStack,
    stack: Stack,
    sources: readonly PackageConfiguration[],
    input: string,
    place: (problem: Problem) => Problem,
  ): void {
    const { stackSet, config } = this.#member;
    const rendered = renderStack(stack, surroundingsOf(stackSet, plan.decision, config), config, sources);
    this.#output.problems.push(...rendered.problems.map(place));
    if (hasErrors(rendered.problems)) return;
    const encrypted = this.#copyEncrypted(stack, sources);
    this.#output.write(
      stackFile(plan.name),
      stackHeader(this.#member, plan, rendered, encrypted, input),
      emitDocuments([stack, ...rendered.children]),
    );
  }

  /** Copies encrypted configuration of the package for a new stack; that of an older one is in the output folder already. */
  #copyEncrypted(stack: Stack, sources: readonly PackageConfiguration[]): readonly string[] {
    const { config } = this.#member;
    return configurationReferences({ stack, config }).flatMap((reference) => {
      const source = findSource(reference, sources) as PackageConfiguration | undefined;
      if (!source?.encrypted) return [];
      const name = encryptedFile(stack.metadata.name, source.object);
      if (source.text === '') this.#output.keep(name);
      else this.#output.copy(name, source.text);
      return [name];
    });
  }
}
