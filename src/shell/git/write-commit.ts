import { groupChanges } from './folder-changes.ts';
import type { Git } from './git.ts';
import type { ObjectReader } from './object-reader.ts';
import type { CommitId, Identity, NewCommit } from './repository.ts';
import { storeBlobs } from './store-blobs.ts';
import { TreeChange } from './tree-change.ts';
import { TreeWriter } from './tree-writer.ts';

export interface CommitSettings {
  readonly committer: Identity;
  readonly signed: boolean;
}

async function writeTree(git: Git, reader: ObjectReader, { parent, changes }: NewCommit): Promise<string> {
  const written = changes.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content }]));
  const oids = await storeBlobs(
    git,
    written.map(({ content }) => content),
  );
  const folders = groupChanges(changes, new Map(written.map(({ path }, index) => [path, oids[index] ?? ''])));
  const writer = new TreeWriter(git);
  try {
    const change = new TreeChange(reader, writer);
    const tree = await change.apply(parent === undefined ? undefined : `${parent}^{tree}`, folders);
    // A branch from which the last file is gone still has a root folder.
    return tree ?? (await writer.write(new Map()));
  } finally {
    await writer.close();
  }
}

/** See `Repository.commit`. The commit is an object in the clone; no branch knows of it. */
export async function writeCommit(
  git: Git,
  reader: ObjectReader,
  commit: NewCommit,
  { committer, signed }: CommitSettings,
): Promise<CommitId | undefined> {
  if (commit.changes.length === 0) return undefined;
  const tree = await writeTree(git, reader, commit);
  const parent = commit.parent === undefined ? undefined : await reader.read(`${commit.parent}^{tree}`);
  if (parent?.oid === tree) return undefined;
  const { name, email } = committer;
  const args = ['commit-tree', ...(signed ? ['-S'] : []), ...(commit.parent === undefined ? [] : ['-p', commit.parent]), tree];
  const id = await git.run(args, {
    input: commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`,
    env: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, TZ: 'UTC' },
  });
  return id.toString().trim();
}
