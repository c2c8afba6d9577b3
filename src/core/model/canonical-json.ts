/**
 * JSON with sorted keys and without undefined fields: two values that mean the same give the same text,
 * in whatever order a person wrote their fields. Lists keep their order, for there it has meaning.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Readonly<Record<string, unknown>>);
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

function canonicalList(items: readonly unknown[]): string {
  let text = '[';
  for (const item of items) text += `${text === '[' ? '' : ','}${canonicalJson(item ?? null)}`;
  return `${text}]`;
}

/** Built by concatenation: this runs for each StackSet of a repository, and lists of parts cost a third more. */
function canonicalObject(object: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of Object.keys(object).sort()) {
    const field = object[key];
    if (field !== undefined) text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `${text}}`;
}
