import type { TooLarge } from '../files/file-tree.ts';
import type { BlobStore } from '../files/memory-tree.ts';
import type { BlobId, History } from '../git/repository.ts';

/** As much of a file as a package's is ever read; see `shell/package/read-file.ts`. */
const LIMIT = 10 * 1024 * 1024;

/** The contents of files while they are worked on. A repository's files are many, so they are kept no longer than that. */
export class Blobs implements BlobStore {
  readonly #history: Pick<History, 'readBlobs'>;
  readonly #known = new Map<BlobId, Buffer | TooLarge>();

  constructor(history: Pick<History, 'readBlobs'>) {
    this.#history = history;
  }

  get(oid: BlobId): Buffer | TooLarge | undefined {
    return this.#known.get(oid);
  }

  /** Makes contents readable until the next `clear`. */
  async load(oids: Iterable<BlobId>): Promise<void> {
    const missing = new Set([...oids].filter((oid) => !this.#known.has(oid)));
    if (missing.size === 0) return;
    for (const [oid, blob] of await this.#history.readBlobs(missing, LIMIT)) {
      this.#known.set(oid, blob.kind === 'content' ? blob.content : { size: blob.bytes });
    }
  }

  clear(): void {
    this.#known.clear();
  }
}
