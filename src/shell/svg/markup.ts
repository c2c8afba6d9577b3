import { visibleText } from '../cli/report/visible-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML holds it. */
export const escapeXml = (text: string): string => visibleText(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** An element; attributes that are numbers are written with at most two digits after the point. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? digits(value) : escapeXml(value)}"`,
  );
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

export const text = (attributes: Readonly<Record<string, string | number>>, content: string): string =>
  element('text', attributes, escapeXml(content));

export const digits = (value: number): string => String(Math.round(value * 100) / 100);
