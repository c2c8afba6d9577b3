import type { Login } from './login.ts';

/** Base64 without what fills it up, so that it is found whether or not that is there. */
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');

/**
 * The texts by which somebody who reads a message would have the password of a login: as it is, and as headers, URLs and JSON write it.
 * The longest come first, for a short one may be a part of it.
 */
export function secretsOf({ username, password }: Login): readonly string[] {
  const forms = [
    password,
    JSON.stringify(password).slice(1, -1),
    encodeURIComponent(password),
    base64(password),
    base64(`${username}:${password}`),
  ];
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}
