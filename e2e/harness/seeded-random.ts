/**
 * Numbers from 0 up to but without 1, the same ones for the same seed. The seed is printed; STACKSET_E2E_SEED repeats a run as far as
 * its moments go.
 */
export function seededRandom(what: string): () => number {
  const seed = Number(process.env.STACKSET_E2E_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${what}: STACKSET_E2E_SEED=${seed}`);
  let state = seed;
  // The steps of mulberry32, a generator in the public domain.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
