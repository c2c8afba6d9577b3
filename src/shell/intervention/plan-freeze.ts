import { existsSync, lstatSync } from 'node:fs';
import type { Timestamp } from '../../core/model/state.ts';
import { checkFreeze } from '../../core/sync/freeze.ts';
import { type Checkout, pathIn } from '../checkout/open-checkout.ts';
import { parseFreeze } from '../controller/freeze-file.ts';
import { diskTree } from '../files/disk-tree.ts';
import { fileProblem } from '../package/file-problem.ts';
import { readText } from '../package/read-file.ts';
import type { FileChange } from '../package/render-plan.ts';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import { type InterventionPlan, refuse } from './intervention.ts';

/** What a person wants to have stopped. */
export interface FreezeWish {
  readonly reason: string;
  readonly until?: Timestamp;
  /** All, where none is named. */
  readonly controllers: readonly string[];
  readonly now: Timestamp;
}

/** Writes the file that stops all decisions. A freeze that is there is replaced: the newer wish holds. @param file from the repository's root */
export function planFreeze(checkout: Checkout, file: string, { now, ...wish }: FreezeWish): InterventionPlan {
  const path = pathIn(checkout, file);
  const problem = somethingElse(path);
  if (problem) return refuse(problem);
  const after = freezeText(wish);
  const before = existsSync(path) ? readText(diskTree, path) : undefined;
  const asked = parseFreeze(file, after);
  const over = { freeze: asked, controller: wish.controllers[0], now };
  if (asked.problems.length > 0) return refuse(...asked.problems);
  if (checkFreeze(over).length === 0) return refuse(ended(path, wish.until));
  if (before === after) return { kind: 'nothing', words: `decisions are frozen already by ${file}: ${wish.reason}` };
  const change: FileChange =
    before === undefined ? { action: 'create', path, before: '', after } : { action: 'update', path, before, after };
  const end = wish.until === undefined ? 'until the file is gone' : `until ${wish.until}`;
  const who =
    wish.controllers.length === 0
      ? 'All sync controllers that follow this branch stop'
      : `The sync controllers ${wish.controllers.join(', ')} stop`;
  return {
    kind: 'planned',
    intervention: {
      title: `freeze decisions ${end}: ${wish.reason}`,
      rows: [],
      changes: [change],
      message: { subject: `Freeze decisions: ${wish.reason}`, body: [], trailers: [['Reason', 'Frozen']] },
      next: [
        `${who} deciding once this is pushed; what people commit is still rendered, and a revert still rolls back.`,
        'stackset unfreeze ends it.',
      ],
    },
  };
}

/** Takes the file away, also where it cannot be read as a freeze. */
export function planUnfreeze(checkout: Checkout, file: string): InterventionPlan {
  const path = pathIn(checkout, file);
  const problem = somethingElse(path);
  if (problem) return refuse(problem);
  if (!existsSync(path)) return { kind: 'nothing', words: `decisions are not frozen: there is no ${file}` };
  const before = readText(diskTree, path);
  const { why } = parseFreeze(file, before);
  return {
    kind: 'planned',
    intervention: {
      title: why === '' ? 'end the freeze' : `end the freeze: ${why}`,
      rows: [],
      changes: [{ action: 'remove', path, before }],
      message: { subject: 'End the freeze of decisions', body: [], trailers: [['Reason', 'Unfrozen']] },
      next: ['The sync controllers go on once this is pushed, with what is asked for by then.'],
    },
  };
}

/** kustomize leaves it out of what is applied. */
const freezeText = ({ reason, until, controllers }: Omit<FreezeWish, 'now'>): string =>
  emitDocument({
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'Freeze',
    metadata: { name: 'freeze', annotations: { 'config.kubernetes.io/local-config': 'true' } },
    spec: { reason, ...(until !== undefined && { until }), ...(controllers.length > 0 && { controllers }) },
  });

/** What is at the path and no freeze, so that it is neither overwritten nor removed. One with mistakes in it is one all the same. */
function somethingElse(path: string): ReturnType<typeof fileProblem> | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isFile()) return fileProblem(path, 'error', 'FreezeInvalid', 'this is no file', 'Move it elsewhere.');
  const text = readText(diskTree, path);
  const kinds = parseYaml(text).documents.flatMap(({ value }) => kindOf(value));
  const isFreeze = kinds.length > 0 ? kinds.every((kind) => kind === 'Freeze') : text.trim() === '' || text.includes('Freeze');
  if (isFreeze) return undefined;
  return fileProblem(path, 'error', 'FreezeInvalid', 'the file holds something else than a freeze', 'Name another one with --file.');
}

const kindOf = (value: unknown): readonly unknown[] => (typeof value === 'object' && value !== null && 'kind' in value ? [value.kind] : []);

const ended = (path: string, until = ''): ReturnType<typeof fileProblem> =>
  fileProblem(path, 'error', 'FreezeOver', `${until} is over already, so that nothing would be frozen`, 'Name a time to come.');
