import { GitError } from './git-error.ts';
import type { ObjectReader } from './object-reader.ts';
import type { Blob, BlobId } from './repository.ts';

/** Contents that the clone has; the others are told apart as missing. */
export interface LocalBlobs {
  readonly blobs: ReadonlyMap<BlobId, Blob>;
  readonly missing: readonly BlobId[];
}

export async function readLocalBlobs(reader: ObjectReader, oids: Iterable<BlobId>, limitBytes: number): Promise<LocalBlobs> {
  const blobs = new Map<BlobId, Blob>();
  const missing: BlobId[] = [];
  await Promise.all(
    [...oids].map(async (oid) => {
      const found = await reader.read(oid, limitBytes);
      if (found === undefined) missing.push(oid);
      else if (found.type !== 'blob') throw new GitError(`${oid} is a ${found.type}, not the content of a file.`);
      else
        blobs.set(
          oid,
          found.content === undefined ? { kind: 'tooLarge', bytes: found.bytes } : { kind: 'content', content: found.content },
        );
    }),
  );
  return { blobs, missing };
}
