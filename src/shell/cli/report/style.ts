import type { CommandContext, Output } from '../command-context.ts';

/** https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;

/** Puts text in a colour, or leaves it as it is. */
export type Style = { readonly [colour in keyof typeof CODES]: (text: string) => string };

const plain = (text: string): string => text;

export const PLAIN: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

const paint =
  (colour: keyof typeof CODES) =>
  (text: string): string =>
    `\u001B[${CODES[colour][0]}m${text}\u001B[${CODES[colour][1]}m`;

export const COLOURED: Style = {
  bold: paint('bold'),
  dim: paint('dim'),
  red: paint('red'),
  green: paint('green'),
  yellow: paint('yellow'),
  cyan: paint('cyan'),
};

/** Colours for a terminal that can show them, unless a person wants none; see https://no-color.org. */
export function styleFor(output: Output, { environment }: Pick<CommandContext, 'environment'>): Style {
  const wanted = !environment.NO_COLOR && environment.TERM !== 'dumb';
  return output.isTTY === true && wanted ? COLOURED : PLAIN;
}
