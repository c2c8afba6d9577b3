import { REMOVE_ANNOTATION } from '../../core/model/annotations.ts';
import { diskTree } from '../files/disk-tree.ts';
import { fileProblem, locate } from '../package/file-problem.ts';
import { notEditable } from '../package/kustomize-problem.ts';
import { readText } from '../package/read-file.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { planTraffic } from '../traffic/plan-traffic.ts';
import { parseYaml } from '../yaml/read.ts';
import { type Target, withoutState } from './find-target.ts';
import { type InterventionPlan, refuse, refuseUse } from './intervention.ts';
import { buildMessage, weightsInWords } from './message.ts';
import { renderEdits } from './render-edits.ts';
import { setAnnotation } from './set-annotation.ts';

/** Has a whole StackSet leave the cluster: its sync controller takes the protection from its objects first, and then all of them. */
export function planRemove(target: Target): InterventionPlan {
  const { member, state, directory } = target;
  const { metadata } = member.stackSet;
  if (!state) return refuse(withoutState(target, `Nothing has to be drained then: \`git rm -r ${directory}\`.`));
  if (metadata.annotations?.[REMOVE_ANNOTATION] === 'true') {
    return { kind: 'nothing', words: `${metadata.name} is to leave already; \`stackset status ${directory}\` tells how far that is` };
  }
  const edit = annotate(target);
  if ('problem' in edit) return refuse(edit.problem);
  const { changes, problems } = renderEdits(target, [edit.change]);
  if (problems.length > 0) return refuse(...problems);
  const { name } = metadata;
  const weights = weightsInWords(new Map((state.state.spec.stacks ?? []).map((stack) => [stack.name, stack.weight])), name);
  return {
    kind: 'planned',
    intervention: {
      title: `${name}: remove it with all its stacks (${weights})`,
      rows: [],
      changes,
      message: buildMessage(member.stackSet, 'Removed', 'remove it with all its stacks'),
      next: [
        'Its objects lose what keeps them from being pruned; once the cluster shows that, the sync controller takes its routes out of Git, and its users get no answer any more.',
        'Its pods go on until requests under way have ended (scaledownTTLSeconds); then everything else leaves.',
        `The StackSet itself stays in Git: remove ${directory} when it is done. Until then, \`git revert\` of this commit keeps everything.`,
      ],
    },
  };
}

function annotate({ member }: Target): { readonly change: FileChange } | { readonly problem: LocatedProblem } {
  const { file } = member.source;
  if (member.config.source === 'kustomize') return { problem: notEditable(file, `the annotation ${REMOVE_ANNOTATION}: "true"`) };
  const before = readText(diskTree, file);
  const document = parseYaml(before).documents[member.source.document.index];
  if (!document) throw new Error(`${file} changed while it was read`);
  const after = setAnnotation(before, document, REMOVE_ANNOTATION, 'true');
  if (after !== undefined) return { change: { action: 'update', path: file, before, after } };
  const message = 'the annotation cannot be set without changing something else in the file';
  const remedy = `Write it by hand below metadata.annotations: ${REMOVE_ANNOTATION}: "true".`;
  const problem = fileProblem(file, 'error', 'AnnotationNotEditable', message, remedy);
  return { problem: { ...locate({ ...problem, path: ['metadata'] }, file, document) } };
}

/** Takes the traffic from one stack: the others share it. The rest is the lifecycle's. */
export function planDrain(target: Target, stack: string): InterventionPlan {
  const { member, directory, workingDirectory, configFile, stacks } = target;
  const { name } = member.stackSet.metadata;
  const answer = planTraffic({
    directory: member.folder,
    workingDirectory,
    stackSet: name,
    wanted: [{ stack, weight: '0' }],
    ...(configFile !== undefined && { configFile }),
  });
  if (answer.kind === 'wrongUse') return refuseUse(...answer.problems.map((problem) => sayWhoGetsIt(problem, directory)));
  if (answer.kind === 'impossible' || answer.kind === 'shown') return refuse(...answer.problems);
  const full = [stack, `${name}-${stack}`].find((candidate) => stacks.includes(candidate)) ?? stack;
  const words = weightsInWords(answer.after, name);
  if (!answer.change) return { kind: 'nothing', words: `spec.traffic gives ${full} nothing already (${words}); ${LIFECYCLE}` };
  const { changes, problems } = renderEdits(target, [answer.change]);
  if (problems.length > 0) return refuse(...problems);
  const rows = [...answer.after].map(([other, weight]) => ({ other, from: answer.before.get(other) ?? 0, weight }));
  return {
    kind: 'planned',
    intervention: {
      title: `${name}: drain ${full}`,
      rows: rows.filter(({ from, weight }) => from !== weight).map(({ other, from, weight }) => [other, `${from} %`, '->', `${weight} %`]),
      changes,
      message: buildMessage(member.stackSet, 'Drained', `drain ${full.slice(name.length + 1)}: ${words}`),
      next: [
        target.state
          ? 'The sync controller moves the traffic, as the stacks get ready.'
          : 'The GitOps tool moves the traffic with its next sync.',
        `${LIFECYCLE.charAt(0).toUpperCase()}${LIFECYCLE.slice(1)}.`,
        `\`stackset status ${directory}\` tells how far that is.`,
      ],
    },
  };
}

/** What is refused because nothing says who gets the rest can be asked for by another command. */
const sayWhoGetsIt = (problem: LocatedProblem, directory: string): LocatedProblem =>
  problem.reason === 'WeightImpossible'
    ? { ...problem, remedy: `Say who gets it first, with \`stackset traffic ${directory}\`.` }
    : problem;

const LIFECYCLE = 'without traffic it is scaled down after scaledownTTLSeconds, and removed beyond the limit of spec.stackLifecycle';
