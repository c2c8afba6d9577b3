import { formatPatch, structuredPatch } from 'diff';
import type { ObjectReference } from '../../../core/model/kubernetes.ts';
import { emitDocument } from '../../yaml/emit.ts';
import type { ObjectChange } from '../object-changes.ts';

/** What changes about an object, as a piece of a diff; a Secret's content is in none. */
export function objectDiff(change: ObjectChange): string {
  const name = nameOf(change.object);
  if (change.action === 'keep') return '';
  if (change.action === 'remove') return `- ${name} is removed\n`;
  if (change.object.kind === 'Secret')
    return `! ${name} ${change.action === 'create' ? 'is new' : 'changes'}; what it holds is not shown\n`;
  const after = emitDocument(change.after);
  if (change.action === 'create') return `+ ${name} is new\n${prefixed('+', after)}`;
  const patch = structuredPatch(name, name, emitDocument(change.before), after, 'live', 'planned', { context: 3 });
  const text = formatPatch(patch);
  return `${text.slice(text.indexOf('--- ')).trimEnd()}\n`;
}

const nameOf = ({ kind, name }: ObjectReference): string => `${kind}/${name}`;

const prefixed = (mark: string, text: string): string => text.replace(/^(?=.)/gm, `${mark} `);
