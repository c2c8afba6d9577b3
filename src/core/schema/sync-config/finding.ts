import type { Finding } from '../../checks/finding.ts';
import type { Problem } from '../../model/problem.ts';

/** A value that the type of its field takes and that could do harm or nothing. */
export const invalid = (finding: Finding): Problem => ({ severity: 'error', ...finding });

/** JSON text of at most a line, so that a hostile value is seen as what it is. */
export function quote(value: string): string {
  const text = JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
