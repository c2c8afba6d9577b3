/** An error as data, for a line of the log. */
interface LoggedError {
  /** The messages of the error and of all its causes: "cannot push: exit code 128: timed out". */
  readonly message: string;
  /** Of a defect of this program only: for what the world does, the messages say more. */
  readonly stack?: string;
}

const DEFECTS = [TypeError, ReferenceError, RangeError, SyntaxError];
/** Causes of causes; a chain that is longer, or a ring, is cut. */
const LONGEST_CHAIN = 10;

/** Whatever was thrown, with its causes. */
export function errorChain(error: unknown): LoggedError {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && chain.length < LONGEST_CHAIN; next = next instanceof Error ? next.cause : undefined)
    chain.push(next);
  const message = chain.map((link) => (link instanceof Error ? link.message : String(link))).join(': ');
  const defect = chain.find((link): link is Error => DEFECTS.some((type) => link instanceof type));
  return { message, ...(defect?.stack === undefined ? {} : { stack: defect.stack }) };
}
