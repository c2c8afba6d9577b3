import { visibleText } from '../../cli/report/visible-text.ts';

/** Text as one line of Markdown that means itself: no markup, no HTML, no mention of a person, no reference to an issue. */
export const markdownText = (text: string): string =>
  visibleText(text)
    .replace(/[\\`*_{}[\]<|~&]|^>/g, '\\$&')
    .replace(/[@#](?=\w)/g, '$&\u200B');

/** A fence that the text does not end. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}${fence}\n`;
}
