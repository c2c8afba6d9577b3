const TOKEN = /<(\/?)([a-z]+)((?: [a-zA-Z0-9:-]+="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*)(\/?)>|((?:[^<>&]|&(?:amp|lt|gt|quot);)+)/gy;

/** Whether a text is an XML element with all that is in it: every tag closed in order, attributes quoted, no stray `<` or `&`. */
export function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  let end = 0;
  for (const match of xml.trim().matchAll(TOKEN)) {
    const [token, closing, name, , selfClosing] = match;
    end = match.index + token.length;
    if (name === undefined) continue;
    if (closing === '/' && open.pop() !== name) return false;
    if (closing === '' && selfClosing === '') open.push(name);
    if (open.length === 0 && end < xml.trim().length) return false;
  }
  return open.length === 0 && end === xml.trim().length;
}
