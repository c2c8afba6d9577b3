import type { FieldPath } from '../../core/model/problem.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import type { YamlDocument } from '../yaml/read.ts';
import { addField, fillField } from './add-list.ts';
import { addToList } from './add-to-list.ts';
import { flowEntry, PLAIN_STYLE, type TrafficEntry } from './entry-style.ts';
import { meansIntended } from './means-intended.ts';
import { fieldOf, type MappingNode, parseSyntaxTree, type SequenceNode, type SyntaxNode } from './syntax-tree.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';

/** The text with other weights, or where and why it could not be had without changing anything else. */
export type TrafficTextEdit =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly path: FieldPath; readonly message: string; readonly remedy: string };

/**
 * Writes weights into a StackSet's `spec.traffic`, and leaves every other byte of the file as it is: of entries that are there only
 * the weight is replaced (of a stack that is listed twice, the last one's, which is the one that counts); entries that are missing are
 * added at the end in the list's own style, unless their weight is 0; a missing list is added at the end of the spec. The result is
 * read again: where it means anything but the same file with these weights, the edit is refused.
 * @param document a StackSet in the text
 * @param weights in percent, of all stacks
 */
export function editTraffic(text: string, document: YamlDocument, weights: TrafficWeights): TrafficTextEdit {
  const stackSet = document.value as StackSet;
  const { spec } = stackSet;
  const change = planChange(spec.traffic ?? [], weights);
  const edits = planEdits(text, document, change);
  if (edits.kind === 'refused') return refusal(edits.path, edits.message, change.entries);
  const edited = applyEdits(text, edits.edits);
  return meansIntended(text, edited, document, { ...stackSet, spec: { ...spec, traffic: change.entries } })
    ? { kind: 'edited', text: edited }
    : refusal(['spec', 'traffic'], 'the list cannot be changed without changing something else in the file', change.entries);
}

interface EntryChange {
  /** Weights to replace, by the place of their entries. */
  readonly replaced: ReadonlyMap<number, number>;
  readonly added: readonly TrafficEntry[];
  /** The whole list as it is to be. */
  readonly entries: readonly TrafficEntry[];
}

function planChange(present: readonly TrafficEntry[], weights: TrafficWeights): EntryChange {
  const replaced = new Map<number, number>();
  const added: TrafficEntry[] = [];
  for (const [stackName, weight] of weights) {
    const index = present.findLastIndex((entry) => entry.stackName === stackName);
    if (index === -1 && weight > 0) added.push({ stackName, weight });
    else if (index !== -1 && present[index]?.weight !== weight) replaced.set(index, weight);
  }
  const kept = present.map((entry, index) => ({ ...entry, weight: replaced.get(index) ?? entry.weight }));
  return { replaced, added, entries: [...kept, ...added] };
}

function refusal(path: FieldPath, message: string, entries: readonly TrafficEntry[]): TrafficTextEdit {
  const list = `traffic: [${entries.map((entry) => flowEntry(entry, PLAIN_STYLE)).join(', ')}]`;
  return { kind: 'refused', path, message, remedy: `Write it by hand: ${list}.` };
}

type PlannedEdits =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly path: FieldPath; readonly message: string };

const refused = (path: FieldPath, message: string): PlannedEdits => ({ kind: 'refused', path, message });
const edits = (...lists: readonly (readonly TextEdit[])[]): PlannedEdits => ({ kind: 'edits', edits: lists.flat() });

function planEdits(text: string, document: YamlDocument, change: EntryChange): PlannedEdits {
  const root = parseSyntaxTree(text, document);
  const spec = root.kind === 'mapping' ? fieldOf(root, 'spec')?.value : undefined;
  if (spec?.kind !== 'mapping') return refused(['spec'], 'the spec is an alias or merged in, so that other places would change with it');
  const field = fieldOf(spec, 'traffic');
  const isListed = (document.value as StackSet).spec.traffic !== undefined;
  if (!field && isListed) return refused(['spec', 'traffic'], 'the list is merged in from elsewhere (<<)');
  if (!field) return edits(addField(text, root, spec, change.added, document.end));
  const { value } = field;
  if (value.kind === 'alias') return refused(['spec', 'traffic'], 'the list is an alias, so that other places would change with it');
  if (value.kind === 'sequence' && value.items.length > 0) return planListEdits(text, document, value, change);
  if (value.hasAnchor || value.hasTag) return refused(['spec', 'traffic'], 'the empty list has an anchor or a tag');
  return edits(fillField(text, root, spec, field, change.added));
}

function planListEdits(text: string, document: YamlDocument, list: SequenceNode, { replaced, added }: EntryChange): PlannedEdits {
  const replacements: TextEdit[] = [];
  for (const [index, weight] of replaced) {
    const path = ['spec', 'traffic', index];
    const item = list.items[index];
    if (item?.kind !== 'mapping') return refused(path, 'the entry is an alias, so that other places would change with it');
    const value = weightOf(item);
    if (value?.kind !== 'scalar' || value.quote !== '' || value.hasTag) return refused([...path, 'weight'], NO_OWN_WEIGHT);
    replacements.push({ start: value.start, end: value.end, text: String(weight) });
  }
  return edits(replacements, addToList(text, list, added, document.end));
}

const NO_OWN_WEIGHT = 'the weight is an alias, merged in or tagged, and not a number that stands here';

const weightOf = (entry: MappingNode): SyntaxNode | undefined => fieldOf(entry, 'weight')?.value;
