import type { Comments } from './comments.ts';

/** What became of a comment. */
type Put = 'created' | 'updated' | 'unchanged';

/** Writes a comment, in the place of the one with the same key that an earlier run left. */
export async function putComment(comments: Comments, key: string, text: string): Promise<Put> {
  const mark = `<!-- stackset-gitops: ${key} -->`;
  const body = `${mark}\n${text}`;
  for (let page = 1; ; page++) {
    const found = await comments.list(page);
    const earlier = found.find((comment) => comment.body.startsWith(mark));
    if (earlier?.body.trimEnd() === body.trimEnd()) return 'unchanged';
    if (earlier) {
      await comments.update(earlier.id, body);
      return 'updated';
    }
    if (found.length === 0) break;
  }
  await comments.create(body);
  return 'created';
}
