import type { FieldPath } from '../model/problem.ts';

/** A type as the checks know it; `explain-fault.ts` has the words for people. */
export type ExpectedType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

/** A field that its schema does not know. `meant` is the known one that it is likely a misspelling of. */
export interface UnknownField {
  readonly kind: 'UnknownField';
  readonly path: FieldPath;
  readonly known: readonly string[];
  readonly meant?: string;
}

/** What a field breaks of its schema. Found by the compiled schemas and by the table of Kubernetes' types alike. */
export type Fault =
  | UnknownField
  | { readonly kind: 'MissingField'; readonly path: FieldPath; readonly expected: readonly ExpectedType[] }
  | { readonly kind: 'WrongType'; readonly path: FieldPath; readonly expected: readonly ExpectedType[]; readonly found: unknown }
  | { readonly kind: 'UnknownValue'; readonly path: FieldPath; readonly allowed: readonly (string | number)[]; readonly found: unknown }
  | { readonly kind: 'InvalidFormat'; readonly path: FieldPath; readonly found: string; readonly meaning: string }
  | { readonly kind: 'TooSmall'; readonly path: FieldPath; readonly found: unknown; readonly least: number | bigint }
  | { readonly kind: 'TooLarge'; readonly path: FieldPath; readonly found: unknown; readonly most: number | bigint }
  | { readonly kind: 'EmptyList'; readonly path: FieldPath }
  | { readonly kind: 'RepeatedItem'; readonly path: FieldPath; readonly found: unknown; readonly first: number };
