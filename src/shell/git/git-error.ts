/** A command on the clone failed. */
export class GitError extends Error {
  override readonly name = 'GitError';
  /** The clone itself is damaged; the next fetch makes a new one. */
  readonly damaged: boolean;

  constructor(message: string, options: ErrorOptions & { readonly damaged?: boolean } = {}) {
    super(message, options);
    this.damaged = options.damaged ?? false;
  }
}

/** What Git says of its own store after a crash of the machine, a full disk or a bad one. */
const DAMAGE = [
  /object file .+ is empty/,
  /(loose object|packfile|index file|commit-graph|packed object) .*(corrupt|cannot be accessed|does not match|is too small|too new|bad)/,
  /\.(pack|idx)\b.* (is far too short|is not a GIT packfile|cannot be|differ in contents)/,
  /unable to rename temporary '\*\.(pack|idx)' file/,
  /inflate: data stream error/,
  /(could not|failed to|unable to) (read|parse|open|find|unpack) (object|commit|tree|sha1)/i,
  /missing (tree|commit|object) |could not read [0-9a-f]{40}|not a tree object/i,
  /refs\/.+ does not point to a valid object/,
  /unable to resolve reference/,
  /not a git repository: /,
];

/** Whether a message is about a damaged clone. What the server says comes with `remote:` before it and is not about the clone. */
export function isDamage(stderr: string): boolean {
  const own = stderr.split('\n').filter((line) => !line.startsWith('remote:'));
  return own.some((line) => DAMAGE.some((pattern) => pattern.test(line)));
}
