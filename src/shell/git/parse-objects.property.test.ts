import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GitObject, ObjectParser } from './parse-objects.ts';

const OID = 'a'.repeat(40);

const answer = fc.oneof(
  fc.constant({ text: Buffer.from('abc:folder missing\n'), object: undefined }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => ({
    text: Buffer.concat([Buffer.from(`${OID} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]),
    object: { oid: OID, type: 'blob', bytes: bytes.length, content: Buffer.from(bytes) },
  })),
);

function cut(text: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < text.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(text.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test('answers are the same in pieces of any length, contents above the limit left out', () => {
  fc.assert(
    fc.property(fc.array(answer), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), fc.nat(200), (answers, sizes, limit) => {
      const found: (GitObject | undefined)[] = [];
      const parser = new ObjectParser(
        () => limit,
        (object) => found.push(object),
      );
      for (const chunk of cut(Buffer.concat(answers.map(({ text }) => text)), sizes)) parser.push(chunk);
      const expected = answers.map(({ object }) =>
        object !== undefined && object.bytes > limit ? { ...object, content: undefined } : object,
      );
      expect(found).toEqual(expected);
    }),
  );
});
