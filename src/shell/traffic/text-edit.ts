/** Replaces the part of a text between two offsets; inserts where they are the same. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const insertion = (offset: number, text: string): TextEdit => ({ start: offset, end: offset, text });

/** Applies edits that do not overlap. Insertions at one offset stay in the order in which they are given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let copied = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < copied) throw new Error(`two edits overlap at offset ${edit.start}`);
    result += text.slice(copied, edit.start) + edit.text;
    copied = edit.end;
  }
  return result + text.slice(copied);
}
