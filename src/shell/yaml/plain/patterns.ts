/**
 * Sources of regular expressions for what stands on one line. No quantifier can take what the next one could take, so that none of them
 * takes more than linear time. They allow no tab outside of quotes and comments.
 */
const doubleQuoted = String.raw`"[^"\\\n]*(?:\\.[^"\\\n]*)*"`;
const singleQuoted = String.raw`'[^'\n]*(?:''[^'\n]*)*'`;
export const quoted = `${doubleQuoted}|${singleQuoted}`;

/** `?` and `:` may begin a plain scalar, depending on what follows, but seldom do. */
const first = String.raw`[^\t\n #&*!|>'"%@\`,[\]{}?:-]`;

/**
 * A plain scalar: words with spaces between them. A colon in it does not end a word, and a number sign does not begin one. `excluded`
 * are characters that end the scalar wherever they stand, escaped for a character class.
 */
function plain(excluded: string): string {
  const innerColon = String.raw`:(?=[^\t\n ${excluded}])`;
  const rest = String.raw`[^\t\n :${excluded}]*(?:${innerColon}[^\t\n :${excluded}]*)*`;
  return String.raw`(?:${first}|-(?=[^\t\n ${excluded}]))${rest}(?: +(?:[^\t\n :#${excluded}]|${innerColon})${rest})*`;
}

export const blockPlain = plain('');
export const flowPlain = plain(String.raw`,[\]{}`);

/**
 * What no part of the subset holds: what is not printable, a line break or a space to some reader, or half a character. Carriage returns
 * are gone before, where they may stand.
 */
export const unsupported = /[^\t\n\x20-\x7E\xA1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;
