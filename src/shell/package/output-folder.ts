import { join } from 'node:path';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { type FileHeader, parseHeader, withHeader } from './header.ts';
import { handEdited } from './load-stack.ts';
import { readGenerated, readText } from './read-file.ts';
import type { FileChange } from './render-plan.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';

/**
 * The files of an output folder as they will be: collects what is generated, and tells which of it differs from what is there.
 * A file that a person put there is never overwritten.
 */
export class OutputFolder {
  readonly path: string;
  readonly problems: LocatedProblem[] = [];
  readonly #files: FileTree;
  readonly #sources: FolderSources | undefined;
  readonly #changes: FileChange[] = [];
  readonly #kept = new Set<string>();
  readonly #takenTwice = new Set<string>();

  constructor(files: FileTree, path: string, sources: FolderSources | undefined) {
    this.#files = files;
    this.path = path;
    this.#sources = sources;
  }

  get generated(): readonly GeneratedEntry[] {
    return [...(this.#sources?.generated.values() ?? [])];
  }

  entry(name: string): GeneratedEntry | undefined {
    return this.#sources?.generated.get(name);
  }

  /** Names of the files that will be there, and are this project's. */
  get names(): readonly string[] {
    return [...this.#kept].sort();
  }

  /** Names of files that two StackSets would write. */
  get takenTwice(): readonly string[] {
    return [...this.#takenTwice].sort();
  }

  /** Whether a file of this name will be there as this project's. */
  has(name: string): boolean {
    return this.#kept.has(name);
  }

  get changes(): readonly FileChange[] {
    return this.#changes;
  }

  /** A file that stays as it is. */
  keep(name: string): void {
    if (this.#kept.has(name)) this.#takenTwice.add(name);
    this.#kept.add(name);
  }

  /** A generated file with this header and body. */
  write(name: string, header: FileHeader, body: string): void {
    this.#put(name, withHeader(header, body));
  }

  /** A file without a header, byte for byte. */
  copy(name: string, content: string): void {
    const path = join(this.path, name);
    if (this.#files.follow(path)?.kind === 'file' && readText(this.#files, path) === content) this.keep(name);
    else this.#put(name, content);
  }

  /** A generated file that nobody parses: where its hash does not fit, it was edited by hand. */
  writeDerived(name: string, header: FileHeader, body: string): void {
    if (this.entry(name)?.intact === false && !this.#sameWhenParsed(name, body)) this.problems.push(handEdited(join(this.path, name)));
    else this.write(name, header, body);
  }

  /** Removes a generated file that has no place any more. */
  remove(name: string): void {
    const path = join(this.path, name);
    this.#changes.push({ action: 'remove', path, before: readText(this.#files, path) });
  }

  /** An edit that gives exactly what is about to be written is no loss. */
  #sameWhenParsed(name: string, body: string): boolean {
    const content = readGenerated(this.#files, join(this.path, name));
    const text = content.toString('utf8').replaceAll('\r\n', '\n');
    return parseHeader(content) !== undefined && text.slice(text.indexOf('\n') + 1) === body;
  }

  #put(name: string, after: string): void {
    this.keep(name);
    const entry = this.entry(name);
    if (entry?.intact && after.startsWith(entry.firstLine) && after[entry.firstLine.length] === '\n') return;
    const path = join(this.path, name);
    const refusal = this.#sources && !entry ? inTheWay(name, this.#sources) : undefined;
    if (refusal) {
      const remedy = 'Move it to another name or folder; files of this name are generated.';
      this.problems.push({ severity: 'error', path: [], ...refusal, remedy, file: path });
      return;
    }
    // What the listing does not name is not there: asking the system for each new file is time at a thousand packages.
    if (!entry) {
      this.#changes.push({ action: 'create', path, before: '', after });
      return;
    }
    const before = readText(this.#files, path);
    if (before.replaceAll('\r\n', '\n') !== after) this.#changes.push({ action: 'update', path, before, after });
  }
}

/** What keeps a file from being created, if so. Where letters of both cases are the same, as on macOS and Windows, two names may be one. */
function inTheWay(name: string, { others, taken }: FolderSources): Pick<LocatedProblem, 'reason' | 'message'> | undefined {
  if (others.includes(name)) return { reason: 'FileNotGenerated', message: 'this file was not generated, so it is not overwritten' };
  if (taken.includes(name)) return { reason: 'FileNotGenerated', message: 'a folder or a symbolic link is where a generated file belongs' };
  const twin = [...others, ...taken].find((other) => other.toLowerCase() === name.toLowerCase());
  return twin === undefined
    ? undefined
    : { reason: 'CaseCollision', message: `there is already ${twin}, and macOS and Windows take the two for one` };
}
