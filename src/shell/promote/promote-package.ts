import type { TemplateEdit, TemplatePath } from '../../core/promote/merge-template.ts';
import { type Promotion, planPromotion } from '../../core/promote/plan-promotion.ts';
import { diskTree } from '../files/disk-tree.ts';
import { fileProblem, locate } from '../package/file-problem.ts';
import { notEditable } from '../package/kustomize-problem.ts';
import type { Member } from '../package/member.ts';
import { readText } from '../package/read-file.ts';
import type { GitPackage } from '../package/read-packages.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseYaml } from '../yaml/read.ts';
import { editFields } from './edit-fields.ts';

/** What is done about fields in which both clusters differ from what the source was: nothing at all, unless a person says it. */
export type ConflictWish = 'keep' | 'take' | undefined;

export interface PackagePromotion {
  readonly from: string;
  readonly to: string;
  /** Paths of fields, as people write them, apart from the version. */
  readonly fields: readonly string[];
  /** Of the target's file. */
  readonly before: string;
  readonly after: string;
}

export type PromotionOutcome =
  | { readonly kind: 'promoted'; readonly promotion: PackagePromotion }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] };

const TEMPLATE: TemplatePath = ['spec', 'stackTemplate', 'spec'];

/** @param text of the target's file, where it is another one than on the disk */
export function promotePackage(
  source: GitPackage,
  target: GitPackage,
  member: Member,
  wish: ConflictWish,
  text?: string,
): PromotionOutcome {
  const promotion = planPromotion(sideOf(source), sideOf(target));
  const { file, document: at } = member.source;
  if (promotion.kind === 'nothing') return promotion;
  if (promotion.kind === 'known') return refused(versionKnown(file, promotion.stack));
  if (member.config.source === 'kustomize') return refused(notEditable(file, 'the new version'));
  const before = text ?? readText(diskTree, file);
  const document = parseYaml(before).documents[at.index];
  if (!document) throw new Error(`${file} changed while it was read`);
  const place = (problem: LocatedProblem, path: TemplatePath): LocatedProblem =>
    locate({ ...problem, path: fieldPath(path, document.value) }, file, document);
  if (wish === undefined && promotion.conflicts.length > 0) {
    return refused(
      ...promotion.conflicts.map((conflict) => place(conflictProblem(file, conflict, promotion), [...TEMPLATE, ...conflict.path])),
    );
  }
  const changes: readonly TemplateEdit[] = [...promotion.edits, ...(wish === 'take' ? promotion.conflicts : [])];
  const edits = [{ path: ['version'], value: promotion.to }, ...changes].map(({ path, value }) => ({
    path: [...TEMPLATE, ...path],
    value,
  }));
  const edited = editFields(before, document, edits);
  if ('refused' in edited) return refused(place(notWritable(file), edited.refused));
  const fields = changes.map(({ path }) =>
    path
      .map((step) => (typeof step === 'string' ? step : `[${step.name}]`))
      .join('.')
      .replaceAll('.[', '['),
  );
  return { kind: 'promoted', promotion: { from: promotion.from, to: promotion.to, fields, before, after: edited.text } };
}

const sideOf = ({ stackSet, stacks }: GitPackage): Parameters<typeof planPromotion>[0] => ({
  stackSet,
  stacks: stacks.map(({ stack }) => stack),
});

const refused = (...problems: readonly LocatedProblem[]): PromotionOutcome => ({ kind: 'refused', problems });

/** Items by their number, as problems name them; of a list that has no such item, the list. */
function fieldPath(path: TemplatePath, value: unknown): (string | number)[] {
  const steps: (string | number)[] = [];
  let current: unknown = value;
  for (const step of path) {
    const index = typeof step === 'string' ? step : Array.isArray(current) ? current.findIndex((item) => item?.name === step.name) : -1;
    if (index === -1) return steps;
    steps.push(index);
    current = (current as Readonly<Record<string | number, unknown>> | undefined)?.[index];
  }
  return steps;
}

function versionKnown(file: string, stack: string): LocatedProblem {
  const remedy = 'Give it traffic with `stackset traffic` or `stackset rollback`; a version is made only once.';
  return fileProblem(file, 'error', 'PromotionVersionKnown', `there is a ${stack} already`, remedy);
}

function conflictProblem(
  file: string,
  { value, own }: { readonly value: unknown; readonly own: unknown },
  { from, isBaseKnown }: Extract<Promotion, { kind: 'promotion' }>,
): LocatedProblem {
  const words = `this is ${shorten(own)} here and ${shorten(value)} there`;
  const why = isBaseKnown
    ? `, and was something else in ${from} there`
    : `, and nobody can tell whose own that is: there is no stack of ${from} there any more`;
  const remedy = 'Make them the same by hand, or say --on-conflict keep (as it is here) or take (as it is there).';
  return fileProblem(file, 'error', 'PromotionConflict', `${words}${why}`, remedy);
}

function notWritable(file: string): LocatedProblem {
  const message = 'this cannot be changed without losing a comment or changing something else in the file';
  return fileProblem(
    file,
    'error',
    'PromotionNotEditable',
    message,
    'Make this change by hand, as the other file has it, and promote again.',
  );
}

function shorten(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner));
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
