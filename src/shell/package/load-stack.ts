import { join } from 'node:path';
import { stackHash } from '../../core/lifecycle/stack-hash.ts';
import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { KnownStack } from '../../core/render.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import { fileProblem, yamlProblem } from './file-problem.ts';
import { fitsHeader, parseHeader } from './header.ts';
import { readGenerated } from './read-file.ts';
import type { GeneratedEntry } from './sources.ts';

export type LoadedStack = (KnownStack & { readonly text: string }) | { readonly problems: readonly LocatedProblem[] };

const CONFIGURATION_KINDS = ['ConfigMap', 'Secret'];

/**
 * Reads a stack back from its generated file. A file whose bytes changed is still the same where only its formatting did (a
 * tool wrote it again); any other edit is an error, for a render would undo it without a word.
 * @param encrypted the encrypted configuration that was frozen with the stack, in files of its own
 */
export function loadStack(files: FileTree, folder: string, entry: GeneratedEntry, encrypted: readonly KubernetesObject[]): LoadedStack {
  const file = join(folder, entry.name);
  const content = readGenerated(files, file);
  const text = content.toString('utf8');
  const { documents, problems } = parseYaml(text);
  if (problems.length > 0) return { problems: problems.map((problem) => yamlProblem(file, problem)) };
  const objects = documents.map(({ value }) => value as KubernetesObject);
  const parsed = parseHeader(content);
  const [stack, ...children] = objects;
  const unchanged = entry.intact || (parsed !== undefined && fitsHeader(parsed, emitDocuments(objects)));
  if (!isStack(stack) || !unchanged || !fitsHash(stack)) return { problems: [handEdited(file)] };
  const copies = children.filter(({ kind }) => CONFIGURATION_KINDS.includes(kind)).map((object) => ({ object, encrypted: false }));
  return { stack, frozen: [...copies, ...encrypted.map((object) => ({ object, encrypted: true }))], text };
}

const isStack = (object: KubernetesObject | undefined): object is Stack => object?.kind === 'Stack' && typeof object.spec === 'object';

const fitsHash = (stack: Stack): boolean => stack.metadata.annotations?.[STACK_HASH_ANNOTATION] === stackHash(stack.spec);

/** A generated file that is no longer what was written. */
export const handEdited = (file: string): LocatedProblem => ({
  ...fileProblem(
    file,
    'error',
    'GeneratedFileEdited',
    'the file is generated and was edited by hand: its hash no longer fits',
    `Take the edit back (${checkout(file)}) and change the StackSet instead, with a new version.`,
  ),
  line: 1,
});

/** People copy what they are told, and a path may hold anything: only one that a shell takes as it is stands in a command. */
const checkout = (path: string): string => (/^[\w./@+-]+$/.test(path) ? `git checkout -- ${path}` : 'git checkout');
