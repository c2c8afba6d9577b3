/** What a Git server tells about a push. */
export interface Push {
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  /** The commit that the ref points to now; all zeros where it was deleted. */
  readonly after: string;
}

/**
 * The push in a webhook's body, `undefined` where the body tells of something else (a ping, an issue, a new branch). Throws on what is
 * no JSON. GitHub, GitLab, Gitea and Forgejo all name `ref`, `before` and `after` at the top of a push, and of nothing else.
 * @param contentType GitHub and Gitea can also send a form with the JSON in its field `payload`
 */
export function parsePush(body: Buffer, contentType: string): Push | undefined {
  const text = body.toString('utf8');
  const json = contentType.startsWith('application/x-www-form-urlencoded') ? (new URLSearchParams(text).get('payload') ?? '') : text;
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return undefined;
  const { ref, before, after } = value as Readonly<Record<string, unknown>>;
  return typeof ref === 'string' && typeof before === 'string' && typeof after === 'string' ? { ref, after } : undefined;
}
