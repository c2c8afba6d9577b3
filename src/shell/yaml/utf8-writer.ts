/** Characters by code: whether they may stand in a word, and whether they may begin one. */
const inWord = 1;
const beginsWord = 2;
/** Letters that words like `yes` and `null` begin with; see `reserved`. */
const beginsReserved = 4;
/** `:` and a space, which depend on what follows them. */
const inWordBeforeWord = 8;

const classes = new Uint8Array(128);
const mark = (characters: string, flag: number): void => {
  for (const character of characters) classes[character.charCodeAt(0)] = (classes[character.charCodeAt(0)] ?? 0) | flag;
};
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
mark(`${letters}0123456789_-./=,;()[]{}<>+*?!&|^$%@~"'\`\\`, inWord);
mark(`${letters}_/`, beginsWord);
mark('yYnNtTfFoO', beginsReserved);
mark(': ', inWordBeforeWord);

/** What begins like a word, and means a boolean or null to some reader, in lower case. */
const reserved: ReadonlySet<string> = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const longestReserved = 5;
const longestWord = 100;
const hash = 35;
const dash = 45;
const underscore = 95;

/** A piece of what a writer wrote. */
export interface WrittenBytes {
  readonly bytes: Uint8Array;
  readonly isAscii: boolean;
}

/**
 * Collects a text as bytes. Most strings of a manifest are plain words, and looking at each of their characters while copying it is
 * cheaper than a regular expression, a cache, or joining strings.
 */
export class Utf8Writer {
  length = 0;
  private bytes = Buffer.allocUnsafe(1 << 16);
  private isAscii = true;

  clear(): void {
    this.length = 0;
    this.isAscii = true;
  }

  toString(): string {
    return this.bytes.toString(this.isAscii ? 'latin1' : 'utf8', 0, this.length);
  }

  /** Writes any text as it is; lone surrogates become U+FFFD. */
  write(text: string): void {
    this.reserve(text.length * 3);
    // A call into Node costs more than copying a short text.
    if (text.length <= longestWord && this.copyAscii(text)) return;
    const written = this.bytes.write(text, this.length, 'utf8');
    if (written !== text.length) this.isAscii = false;
    this.length += written;
  }

  private copyAscii(text: string): boolean {
    const { bytes, length } = this;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[length + index] = code;
    }
    this.length = length + text.length;
    return true;
  }

  writeSpaces(count: number): void {
    this.reserve(count);
    for (let index = 0; index < count; index += 1) this.bytes[this.length++] = 32;
  }

  /** One ASCII character by its code. */
  writeCode(code: number): void {
    this.reserve(1);
    this.bytes[this.length++] = code;
  }

  /**
   * Writes a string of one line that is plain YAML to every reader at first sight: a word that begins with a letter, or an option
   * (`--port=80`). Writes nothing and returns false for any other.
   */
  writeWord(text: string): boolean {
    const size = text.length;
    if (size === 0 || size > longestWord || !isWordStart(text)) return false;
    this.reserve(size);
    const { bytes, length } = this;
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      const kind = code > 127 ? 0 : (classes[code] as number);
      if (kind === 0 || (kind === inWordBeforeWord && !isBeforeWord(text, index + 1))) return false;
      bytes[length + index] = code;
    }
    this.length = length + size;
    return true;
  }

  /** A copy of what was written from `start` on, which was the length then. */
  copyFrom(start: number): WrittenBytes {
    return { bytes: Uint8Array.prototype.slice.call(this.bytes, start, this.length), isAscii: this.isAscii };
  }

  append({ bytes, isAscii }: WrittenBytes): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    if (!isAscii) this.isAscii = false;
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

function isWordStart(text: string): boolean {
  let first = 0;
  while (first < 2 && text.charCodeAt(first) === dash) first += 1;
  const kind = classes[text.charCodeAt(first)] ?? 0;
  if ((kind & beginsWord) === 0) return false;
  // go-yaml drops each `_` before it looks, and reads -_1 as -1.
  if (first > 0 && text.charCodeAt(first) === underscore) return false;
  return (kind & beginsReserved) === 0 || text.length > longestReserved || !reserved.has(text.toLowerCase());
}

/** A `:` or a space is nothing special before a character of a word other than `#`. */
function isBeforeWord(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < 128 && code !== hash && ((classes[code] as number) & inWord) !== 0;
}
