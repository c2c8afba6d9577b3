import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson } from '../model/canonical-json.ts';
import type { StackSpec } from '../model/stack.ts';

/** 64 bits are plenty to tell the specs of one stack apart, and stay short in annotations and diffs. */
const HASH_LENGTH = 16;

/**
 * Hash of a Stack's spec in hex, the same for any order of fields. Generated objects carry it, so that the cluster can be
 * asked whether it has applied this spec, and a Stack edited by hand is seen.
 */
export const stackHash = (spec: StackSpec): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(spec)))).slice(0, HASH_LENGTH);
