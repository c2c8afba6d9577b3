/** A file cannot be written or removed, for something else is at its path or on the way to it, which is left as it is. */
export class PathTakenError extends Error {
  override readonly name = 'PathTakenError';
  /** Where that is, from the repository's root. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
