import type { Freeze } from '../../core/model/freeze.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import { readFreeze } from '../../core/schema/read-freeze.ts';
import type { CommitId, History, TreeFile } from '../git/repository.ts';
import { yamlProblem } from '../package/file-problem.ts';
import { parseYaml } from '../yaml/read.ts';

/** A freeze is a few lines; what is larger is something else. */
const MOST_BYTES = 64 * 1024;

type Source = Pick<History, 'listFiles' | 'readBlobs'>;

/**
 * The freeze that a commit holds; undefined where there is none. Whatever else is at its path (a folder, a link, no YAML) counts as a freeze
 * that cannot be read. That the server cannot be asked is an error, for nobody knows then whether there is one.
 * @param path from the repository's root
 */
export async function readFreezeFile(history: Source, commit: CommitId, path: string): Promise<Freeze | undefined> {
  const found = await history.listFiles(commit, [path]);
  const file = found.get(path);
  if (file) return readContent(history, file, path);
  return found.size === 0 ? undefined : readFreeze(path, [], [noFile('it is a folder')]);
}

async function readContent(history: Source, { oid, mode }: TreeFile, path: string): Promise<Freeze> {
  if (!mode.startsWith('100')) return readFreeze(path, [], [noFile(mode === '120000' ? 'it is a symbolic link' : 'it is a submodule')]);
  const blob = (await history.readBlobs([oid], MOST_BYTES)).get(oid);
  if (blob?.kind !== 'content') return readFreeze(path, [], [noFile('it is larger than 64 KiB')]);
  return parseFreeze(path, blob.content.toString('utf8'));
}

/** @param text of the file */
export function parseFreeze(path: string, text: string): Freeze {
  const { documents, problems } = parseYaml(text);
  const faults = problems.map((problem) => yamlProblem(path, problem));
  return readFreeze(
    path,
    documents.map(({ value }) => value),
    hasErrors(faults) ? faults : [],
  );
}

const noFile = (message: string): Problem => ({
  severity: 'error',
  reason: 'FreezeInvalid',
  path: [],
  message,
  remedy: 'Write one Freeze of stackset-gitops.dev/v1alpha1, as `stackset freeze` does, or remove it.',
});

/** The freeze of the commit that is followed; read again only where the commit is another one. */
export class FreezeWatch {
  readonly #history: Source;
  readonly #path: string;
  #commit: CommitId | undefined;
  #freeze: Freeze | undefined;

  constructor(history: Source, path: string) {
    this.#history = history;
    this.#path = path;
  }

  get freeze(): Freeze | undefined {
    return this.#freeze;
  }

  /** Moves on to another commit. Where it throws, it is to be called again before anything is decided. @returns whether it is another freeze */
  async moveTo(commit: CommitId): Promise<boolean> {
    if (commit === this.#commit) return false;
    const before = this.#freeze;
    this.#freeze = await readFreezeFile(this.#history, commit, this.#path);
    this.#commit = commit;
    return JSON.stringify(before) !== JSON.stringify(this.#freeze);
  }
}
