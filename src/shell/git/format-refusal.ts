const LONGEST_MESSAGE = 1_000;

/** Lines that say nothing about what went wrong: progress, and advice to people at a keyboard. */
const NOISE =
  /^(hint:|Everything up-to-date|To |Done$|warning: redirecting|error: failed to push some refs)|: +\d+% \(|^(Enumerating|Counting|Compressing|Writing|Receiving|Resolving|Total|Delta|Updating) /;

/** What Git and the server printed, as a few lines for people: a hostile server cannot move the cursor or fill the log by it. */
export function formatRefusal(text: string, secrets: readonly string[]): string {
  const plain = secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
    .replace(/\/\/[^/@\s]+@/g, '//***@')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals obey them
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
  const lines = plain
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(/^remote: ?/, '')
        .replace(/\p{Cc}|\p{Cf}/gu, ' ')
        .trim(),
    )
    .filter((line) => line !== '' && !NOISE.test(line));
  const message = [...new Set(lines)].join('\n');
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}
