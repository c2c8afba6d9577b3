import { readFlow } from './flow-collection.ts';
import { giveUp } from './give-up.ts';
import { blockPlain, quoted, unsupported } from './patterns.ts';
import { resolveKey, resolveScalar } from './resolve-scalar.ts';

/** What stands on one line. */
export interface Line {
  /** How far it is indented; -1 for the end of the document. */
  readonly indent: number;
  /** The dashes of items, with the spaces behind them. */
  readonly dashes: string;
  readonly key: string | undefined;
  /** A scalar or a flow collection, of which each reader of the line needs a copy. Undefined where there is none. */
  readonly value: unknown;
  /** Of a literal block: `|`, `|-` or `|+`. */
  readonly header: string | undefined;
}

const noLine: Line = { indent: -1, dashes: '', key: undefined, value: undefined, header: undefined };
/** A line that has nothing, or a comment. */
export const blankLine: Line = { ...noLine };
export const endOfDocument: Line = { ...noLine };

/** Behind spaces stands a lookahead, so that the spaces that follow need not be tried for each number of them. */
const pattern = new RegExp(
  String.raw`^( *)(?! )((?:-(?: +(?! )|$))*)(?:(${quoted}|${blockPlain}):(?= |$))?(?: *(?:(${quoted}|${blockPlain})|([[{].*)|(\|[-+]?)))?(?: +#.*| *)$`,
);

/**
 * Lines by their text. Files of one kind have most lines in common (`kind: StackSet`, `  spec:`), and looking at a line anew takes
 * several times as long. Emptied when it is full.
 */
const known = new Map<string, Line>();
const maxKnown = 4096;
const longestKnown = 120;

/** Parses a line without its line break. Gives up on what is not in the subset. */
export function parseLine(text: string): Line {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (text.length > longestKnown) return matchLine(text);
  if (known.size === maxKnown) known.clear();
  const copy = detach(text);
  const line = matchLine(copy);
  known.set(copy, line);
  return line;
}

/** The same string, without the memory of the file that it is a piece of. */
const detach = (text: string): string => ` ${text}`.slice(1);

function matchLine(text: string): Line {
  if (unsupported.test(text)) giveUp();
  const [, indentation = '', dashes = '', key, scalar, flow, header] = pattern.exec(text) ?? matchComment(text);
  if (dashes === '' && (key ?? scalar ?? flow ?? header) === undefined) return blankLine;
  return {
    indent: indentation.length,
    dashes,
    key: key === undefined ? undefined : resolveKey(key),
    value: readValue(scalar, flow),
    header,
  };
}

/** A line with nothing else does not need the space before a comment. */
const matchComment = (text: string): readonly undefined[] => (/^ *#/.test(text) ? [] : giveUp());

function readValue(scalar: string | undefined, flow: string | undefined): unknown {
  if (scalar !== undefined) return resolveScalar(scalar);
  return flow === undefined ? undefined : readFlow(flow);
}
