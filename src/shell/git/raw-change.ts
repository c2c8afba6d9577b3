import { isUtf8 } from 'node:buffer';
import type { ChangedFile, FileMode } from './repository.ts';

const NOTHING = '000000';

/**
 * What a record of the raw format says of the file whose path is the next record; undefined if it is no such record.
 * `:<old mode> <new mode> <old id> <new id> <letter>`; of a merge that differs from all its n parents there are n colons, n old modes and n
 * old ids, see git-diff(1).
 */
export function parseRawMeta(record: string): Pick<ChangedFile, 'file'> | undefined {
  const found = /^\n*(:+)([0-9a-f ]+) [A-Z]+\d*$/.exec(record);
  if (found === null) return undefined;
  const parents = found[1]?.length ?? 0;
  const words = (found[2] ?? '').split(' ');
  const mode = words[parents] ?? NOTHING;
  return { file: mode === NOTHING ? undefined : { oid: words[2 * parents + 1] ?? '', mode: mode as FileMode } };
}

/** A path as text; undefined if its bytes are no UTF-8, as then no text would lead back to the file. */
export const parsePath = (record: Buffer): string | undefined => (isUtf8(record) ? record.toString('utf8') : undefined);
