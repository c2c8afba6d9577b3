const REDACTED = '[redacted]';

interface Pattern {
  readonly pattern: RegExp;
  /** As `String.replace` takes it. */
  readonly by: string;
}

/** What looks like a secret, wherever it stands. None of them spans more than its own value. */
const PATTERNS: readonly Pattern[] = [
  { pattern: /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, by: REDACTED },
  // Whoever is named in an SSH URL is no secret; the user of any other URL can be a token.
  { pattern: /\b(?!(?:git\+)?ssh:\/\/[^\s/:@]*@)([a-z][a-z0-9+.-]*):\/\/[^\s/"'<>@]*@/gi, by: `$1://${REDACTED}@` },
  { pattern: /\b(authorization["']?\s*[:=]\s*["']?)(?:(basic|bearer|token)\s+)?[^\s"',]+/gi, by: `$1$2 ${REDACTED}` },
  { pattern: /\b(bearer|basic) (?=[\w.~+/-]*\d)[\w.~+/-]{16,}=*/gi, by: `$1 ${REDACTED}` },
  { pattern: /\b((?:access_|private_|refresh_)?token|password|passwd|secret|signature)=[^\s&"']+/gi, by: `$1=${REDACTED}` },
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/, GitLab's glpat- and its kin.
  { pattern: /\b(?:gh[pousr]_|github_pat_|gl[a-z]{2,6}-)[\w-]{20,}/g, by: REDACTED },
  // A JSON Web Token: service accounts, GitHub Apps.
  { pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/g, by: REDACTED },
];

/**
 * Text without what looks like a credential. This is the last of the guards, not the first: credentials have no business in a message, and
 * the git room takes out those that it uses, by value.
 */
export const redactSecrets = (text: string): string => PATTERNS.reduce((rest, { pattern, by }) => rest.replace(pattern, by), text);
