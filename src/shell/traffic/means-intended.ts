import { isDeepStrictEqual } from 'node:util';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';

/** Whether a text means what another one does, with another value for one of its documents; both have the same faults, if any. */
export function meansIntended(before: string, after: string, { index }: YamlDocument, intended: unknown): boolean {
  const [old, next] = [parseYaml(before), parseYaml(after)];
  const values = old.documents.map((document) => (document.index === index ? intended : document.value));
  return (
    isDeepStrictEqual(
      next.documents.map((document) => document.value),
      values,
    ) && next.problems.length === old.problems.length
  );
}
