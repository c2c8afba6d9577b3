/** An object as `git cat-file --batch` gives it. What is larger than the limit has no content. */
export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly bytes: number;
  readonly content: Buffer | undefined;
}

const NEWLINE = 0x0a;

interface Body {
  readonly oid: string;
  readonly type: string;
  readonly bytes: number;
  readonly chunks: Buffer[];
  /** Bytes still to come, the newline after the content included. */
  left: number;
}

/**
 * Reads the answers of `git cat-file --batch`, in pieces of any length: `<id> <type> <bytes> LF <content> LF`, or `<name> missing LF`.
 * Content above the limit is passed over as it comes, so that it never takes memory.
 */
export class ObjectParser {
  private readonly limit: () => number;
  private readonly answer: (object: GitObject | undefined) => void;
  private header = Buffer.alloc(0);
  private body: Body | undefined;

  /** `limit` is asked at each header: in bytes, for the object that is next. */
  constructor(limit: () => number, answer: (object: GitObject | undefined) => void) {
    this.limit = limit;
    this.answer = answer;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.body === undefined ? this.readHeader(rest) : this.readBody(this.body, rest);
  }

  private readHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(NEWLINE);
    if (end === -1) {
      this.header = Buffer.concat([this.header, chunk]);
      return chunk.subarray(chunk.length);
    }
    const line = Buffer.concat([this.header, chunk.subarray(0, end)]).toString();
    this.header = Buffer.alloc(0);
    const found = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line);
    if (found === null) this.answer(undefined);
    else this.body = { oid: found[1] ?? '', type: found[2] ?? '', bytes: Number(found[3]), chunks: [], left: Number(found[3]) + 1 };
    return chunk.subarray(end + 1);
  }

  private readBody(body: Body, chunk: Buffer): Buffer {
    const taken = Math.min(body.left, chunk.length);
    const wanted = body.bytes <= this.limit();
    // Copied, as a small blob would else keep the whole chunk alive.
    if (wanted) body.chunks.push(Buffer.from(chunk.subarray(0, taken)));
    body.left -= taken;
    if (body.left === 0) {
      this.body = undefined;
      const { oid, type, bytes } = body;
      this.answer({ oid, type, bytes, content: wanted ? Buffer.concat(body.chunks).subarray(0, bytes) : undefined });
    }
    return chunk.subarray(taken);
  }
}
