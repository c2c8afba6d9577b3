import { versionOf } from '../../core/history/explain-change.ts';
import { weightsOf } from '../../core/history/state-changes.ts';
import { holdState, moveTraffic, resumeState } from '../../core/intervene/edit-state.ts';
import { askedWeights } from '../../core/traffic/asked-weights.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import { shortCommit } from '../history/entry-texts.ts';
import type { FileChange } from '../package/render-plan.ts';
import { planFileEdit } from '../traffic/plan-file-edit.ts';
import { type FoundStateFile, type Target, withoutState } from './find-target.ts';
import { errorOf, type Intervention, type InterventionPlan, type Refused, refuse } from './intervention.ts';
import { buildMessage, weightsInWords } from './message.ts';
import type { Moment } from './plan-hold.ts';
import { renderEdits } from './render-edits.ts';
import { type Course, findCourse, type RollbackWish } from './rollback-wish.ts';
import { stateChange } from './state-change.ts';

/**
 * Goes back to other weights: at once, with a hold, where every stack that gets more has pods; else by asking the sync controller, which
 * starts the pods first, as many as serve now, for only it sees the cluster. See docs/adr/0044-rollback-at-once-or-asked-for.md.
 */
export async function planRollback(target: Target, moment: Moment, wish: RollbackWish): Promise<InterventionPlan> {
  const { state: found } = target;
  if (!found) return refuse(withoutState(target, 'Revert the commit that changed spec.traffic, and run `stackset render`.'));
  const course = await findCourse(target, found, wish);
  if (course.kind === 'refused') return course;
  const gone = [...course.wanted].filter(([name, weight]) => weight > 0 && !target.stacks.includes(name)).map(([name]) => name);
  if (gone.length > 0) return refuse(stacksGone(target, gone, course));
  const asleep = sleepingStacks(found, course);
  return asleep.length === 0 ? moveAtOnce(target, found, course, moment) : askForIt(target, found, course, moment, asleep);
}

/** Stacks that are to get more and have no pods. */
function sleepingStacks({ state }: FoundStateFile, { wanted, kept }: Course): readonly string[] {
  const grows = (name: string): boolean => (wanted.get(name) ?? 0) > (kept.get(name) ?? 0);
  return (state.spec.stacks ?? []).filter(({ name, scaledDown }) => scaledDown && grows(name)).map(({ name }) => name);
}

function moveAtOnce(target: Target, found: FoundStateFile, course: Course, { now, head }: Moment): InterventionPlan {
  const { member, directory } = target;
  const { name } = member.stackSet.metadata;
  const words = weightsInWords(course.wanted, name);
  const rows = rowsOf(weightsOf(found.state), course.wanted);
  if (rows.length === 0) {
    const further = found.state.spec.hold ? 'and is on hold' : `and \`stackset hold ${directory}\` keeps it so`;
    return { kind: 'nothing', words: `${name} has ${words} already, ${further}` };
  }
  const state = holdState(moveTraffic(found.state, course.wanted, now), now, head);
  return planned(target, [stateChange(found, state)], {
    title: `${name}: back to ${words}${originOf(course)}`,
    rows,
    message: buildMessage(member.stackSet, 'RolledBack', `roll back to ${words}`, provenanceOf(course)),
    next: [
      'The GitOps tool moves the traffic with its next sync.',
      `The sync controller keeps these weights until spec.traffic is edited, or \`stackset resume ${directory}\` is run.`,
    ],
  });
}

/** The hold goes, for with it the controller would not move; a state that gives weight to a stack without pods gets the last good ones. */
function askForIt(target: Target, found: FoundStateFile, course: Course, { now }: Moment, asleep: readonly string[]): InterventionPlan {
  const { member, stacks, directory } = target;
  const { name } = member.stackSet.metadata;
  const words = weightsInWords(course.wanted, name);
  const asked = new Map(stacks.map((stack) => [stack, course.wanted.get(stack) ?? 0]));
  const before = askedWeights(member.stackSet, stacks, member.config);
  const edit = rowsOf(before, asked).length === 0 ? undefined : planFileEdit(member, asked);
  if (edit && 'problem' in edit) return refuse(edit.problem);
  const repaired = rowsOf(weightsOf(found.state), course.kept).length > 0;
  const state = resumeState(repaired ? moveTraffic(found.state, course.kept, now) : found.state);
  const edits = [...(edit ? [edit.change] : []), ...(repaired || found.state.spec.hold ? [stateChange(found, state)] : [])];
  const without = asleep.map((stack) => versionOf(stack, name)).join(', ');
  if (edits.length === 0) {
    return { kind: 'nothing', words: `spec.traffic asks for ${words} already; \`stackset status ${directory}\` tells what it waits for` };
  }
  return planned(target, edits, {
    title: `${name}: ask for ${words}${originOf(course)}`,
    rows: rowsOf(course.kept, course.wanted),
    message: buildMessage(member.stackSet, 'RolledBack', `roll back to ${words}, with pods first`, provenanceOf(course)),
    next: [
      `${without} has been scaled down, so that traffic cannot move at once: until then ${weightsInWords(course.kept, name)} stays.`,
      'The sync controller starts its pods, as many as the traffic needs, and moves the traffic once they are ready.',
      `\`stackset status ${directory}\` tells how far that is.`,
    ],
  });
}

function planned(target: Target, edits: readonly FileChange[], intervention: Omit<Intervention, 'changes'>): InterventionPlan | Refused {
  const { changes, problems } = renderEdits(target, edits);
  return problems.length > 0 ? refuse(...problems) : { kind: 'planned', intervention: { ...intervention, changes } };
}

/** The stacks whose weight differs, as rows of a table. */
const rowsOf = (before: TrafficWeights, after: TrafficWeights): Intervention['rows'] =>
  [...new Set([...after.keys(), ...before.keys()])]
    .map((name) => ({ name, from: before.get(name) ?? 0, to: after.get(name) ?? 0 }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => [name, `${from} %`, '->', `${to} %`]);

const originOf = ({ from }: Course): string => (from ? `, as in ${shortCommit(from.id)} of ${from.time}` : '');

const provenanceOf = ({ from }: Course): NonNullable<Parameters<typeof buildMessage>[3]> =>
  from ? { body: [`These are the weights of ${from.time}, commit ${shortCommit(from.id)}:\n${from.subject}`] } : {};

function stacksGone({ directory }: Target, gone: readonly string[], { from, wanted }: Course): ReturnType<typeof errorOf> {
  const had = gone.map((name) => `${name} had ${wanted.get(name)} %`).join(', ');
  const when = from ? ` in ${shortCommit(from.id)}` : '';
  return errorOf(
    'StackGone',
    `${had}${when}, and ${gone.length === 1 ? 'is' : 'are'} no longer in Git`,
    `Choose others, such as \`stackset rollback ${directory} v1 100\`, or a commit that \`stackset history ${directory}\` lists with --to.`,
  );
}
