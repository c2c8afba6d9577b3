import type { DocumentDirective } from 'js-yaml';
import { resolvePlain, type Scalar } from './scalar.ts';

const yamlTag = 'tag:yaml.org,2002:';

/** The full name of a tag as it is written (`!!int`, `!<tag:yaml.org,2002:int>`, `!own`), by the document's `%TAG` directives. */
export function expandTag(written: string, directives: readonly DocumentDirective[]): string {
  if (written.startsWith('!<')) return written.slice(2, -1);
  const handle = /^!(?:[\w-]*!)?/.exec(written)?.[0] ?? '!';
  const suffix = written.slice(handle.length);
  if (suffix === '') return written;
  const declared = directives.find((directive) => directive.kind === 'tag' && directive.handle === handle);
  if (declared?.kind === 'tag') return `${declared.prefix}${suffix}`;
  return `${handle === '!!' ? yamlTag : handle}${suffix}`;
}

/** What a tagged scalar means, or why it cannot. */
export type TaggedScalar = { readonly value: Scalar; readonly problem?: never } | { readonly value?: never; readonly problem: string };

/** Reads a scalar with a tag as kubectl does. Tags that are not YAML's own make strings, as they do there. */
export function resolveTagged(tag: string, text: string): TaggedScalar {
  const kind = tag.startsWith(yamlTag) ? tag.slice(yamlTag.length) : '';
  switch (kind) {
    case 'binary':
      return resolveBinary(text);
    case 'timestamp':
      return timestamp.test(text) ? { value: text } : refusal(text, kind);
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
      return resolveAs(kind, text);
    default:
      return { value: text };
  }
}

const timestamp =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

const refusal = (text: string, kind: string): TaggedScalar => ({ problem: `${JSON.stringify(text)} cannot be read as !!${kind}` });

function resolveAs(kind: 'null' | 'bool' | 'int' | 'float', text: string): TaggedScalar {
  const value = resolvePlain(text);
  return kindsOf(value).includes(kind) ? { value } : refusal(text, kind);
}

function kindsOf(value: Scalar): readonly string[] {
  if (value === null) return ['null'];
  if (typeof value === 'boolean') return ['bool'];
  if (typeof value === 'bigint') return ['int', 'float'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['int', 'float'] : ['float'];
  return [];
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes as a string: JSON has no other place for them. */
function resolveBinary(text: string): TaggedScalar {
  const encoded = text.replaceAll(/[\r\n]/g, '');
  if (!base64.test(encoded)) return { problem: 'the value of !!binary is no base64' };
  return { value: Buffer.from(encoded, 'base64').toString('utf8') };
}
