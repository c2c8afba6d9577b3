import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson } from '../model/canonical-json.ts';
import type { StackSpec } from '../model/stack.ts';

/** 64 bits are plenty to tell the specs of one stack apart, and stay short in annotations and diffs. */
const HASH_LENGTH = 16;

/** SHA-256 of a text's UTF-8 in hex. */
export type Sha256 = (text: string) => string;

const pureSha256: Sha256 = (text) => bytesToHex(sha256(utf8ToBytes(text)));

/**
 * Hash of a Stack's spec in hex, the same for any order of fields. Generated objects carry it, so that the cluster can be
 * asked whether it has applied this spec, and a Stack edited by hand is seen.
 * @param digest the runtime's own SHA-256 where there is one: in JavaScript, hashing is half of what a thousand specs cost
 */
export const stackHash = (spec: StackSpec, digest: Sha256 = pureSha256): string => digest(canonicalJson(spec)).slice(0, HASH_LENGTH);
