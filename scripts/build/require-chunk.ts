import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

/** Set by the bundler: where each chunk stands in the comment at the end of this file, and how long that comment is, in bytes. */
declare const CHUNK_PLACES: Readonly<Record<string, readonly [start: number, end: number]>>;
declare const CHUNKS_LENGTH: number;

const requireFromHere = createRequire(import.meta.url);
const places = new Map(Object.entries(CHUNK_PLACES));
const loaded = new Map<string, { exports: unknown }>();
let program: Buffer | undefined;

/** Part of a bundled program: the exports of a chunk, compiled when it is first asked for; of any other module, what `require` gives. */
export function requireChunk(name: string): unknown {
  const place = places.get(name);
  if (place === undefined) return requireFromHere(name);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const compiled = compileFunction(readChunk(place), ['require', 'module', 'exports'], { filename: `stackset/${name}` });
  compiled(requireChunk, module, module.exports);
  return module.exports;
}

function readChunk([start, end]: readonly [number, number]): string {
  program ??= readFileSync(new URL(import.meta.url));
  const comment = program.length - CHUNKS_LENGTH;
  return program.toString('utf8', comment + start, comment + end).replaceAll('*~/', '*/');
}
