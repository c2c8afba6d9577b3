import type { Fields } from './fields.ts';

/** A value that shares no collection with the one that is given. */
export function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(copyValue) : copyFields(value as Fields);
}

function copyFields(fields: Fields): Fields {
  const copy = { ...fields };
  for (const key of Object.keys(copy)) {
    const value = copy[key];
    if (typeof value === 'object') copy[key] = copyValue(value);
  }
  return copy;
}
