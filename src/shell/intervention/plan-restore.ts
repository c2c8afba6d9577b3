import { join } from 'node:path';
import { beginAnew } from '../../core/intervene/begin-anew.ts';
import { stateFile } from '../../core/layout/generated-files.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { checkCheckout } from '../checkout/check-checkout.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import { diskTree } from '../files/disk-tree.ts';
import { readText } from '../package/read-file.ts';
import { type GitPackage, readPackages } from '../package/read-packages.ts';
import type { FileChange } from '../package/render-plan.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { emitDocument } from '../yaml/emit.ts';
import { errorOf, type InterventionPlan, refuse } from './intervention.ts';
import { buildMessage } from './message.ts';
import { renderEdits } from './render-edits.ts';

export interface RestoreRequest {
  readonly directories: readonly string[];
  readonly workingDirectory: string;
  readonly checkout: Checkout;
  readonly now: Timestamp;
  /** See `AnewWish`. */
  readonly ofMost: number;
}

/** A StackSet with its state for an empty cluster. */
interface Restored {
  readonly found: GitPackage;
  readonly change: FileChange;
  /** Pods of the stacks with traffic, where an autoscaler decides them. */
  readonly pods: readonly string[];
}

/** Prepares all StackSets of some folders for a cluster that is empty, in one commit. What is decided stays decided: weights, holds and owners. */
export async function planRestore(request: RestoreRequest): Promise<InterventionPlan> {
  const { directories, workingDirectory, checkout } = request;
  const conflicts = await checkCheckout(checkout, [checkout.path], false);
  if (conflicts.length > 0) return refuse(...conflicts);
  const { packages, invalid, problems } = readPackages({ directories, workingDirectory });
  const all = [...problems, ...[...packages, ...invalid].flatMap((found) => found.problems)];
  const faults = all.filter(({ severity }) => severity === 'error');
  if (faults.length > 0) return refuse(...faults);
  const restored = packages.flatMap((found) => restore(found, request));
  if (restored.length === 0) return refuse(nothingDecided());
  const folders = [...new Set(restored.map(({ found }) => found.folder))];
  if (restored.every(({ change }) => !isEdit(change))) return { kind: 'nothing', words: NOTHING };
  const parts = folders.map((folder) => {
    const edits = restored.flatMap(({ found, change }) => (found.folder === folder && isEdit(change) ? [change] : []));
    return renderEdits({ member: { folder }, directory: pathsFrom(workingDirectory)(folder), workingDirectory }, edits);
  });
  const refused = parts.flatMap((part) => part.problems);
  if (refused.length > 0) return refuse(...refused);
  return describe(
    restored,
    parts.flatMap(({ changes }) => changes),
    workingDirectory,
  );
}

const NOTHING = 'there is nothing to prepare: no autoscaler decides the pods of a stack with traffic, and no stack waits for anything';

const isEdit = (change: FileChange): boolean => change.action !== 'update' || change.before !== change.after;

function restore(found: GitPackage, { now, ofMost }: RestoreRequest): readonly Restored[] {
  const { state, stackSet, stacks, output } = found;
  if (!state) return [];
  const after = beginAnew(
    state,
    stacks.map(({ stack }) => stack),
    { now, ofMost },
  );
  const path = join(output, stateFile(stackSet.metadata.name));
  const pods = (after.spec.stacks ?? []).flatMap(({ name, weight, prescaling }) =>
    weight > 0 && prescaling ? [`${name} ${prescaling.replicas}`] : [],
  );
  return [{ found, pods, change: { action: 'update', path, before: readText(diskTree, path), after: emitDocument(after) } }];
}

function describe(restored: readonly Restored[], changes: readonly FileChange[], workingDirectory: string): InterventionPlan {
  const [only] = restored;
  const path = pathsFrom(workingDirectory);
  const names = restored.map(({ found }) => found.stackSet);
  const message =
    only && restored.length === 1
      ? buildMessage(only.found.stackSet, 'Restored', 'begin anew, for an empty cluster')
      : {
          subject: `Begin anew with ${restored.length} StackSets, for an empty cluster`,
          body: [],
          trailers: [
            ...names.map(
              ({ metadata: { name, namespace } }) => ['StackSet', namespace === undefined ? name : `${namespace}/${name}`] as const,
            ),
            ['Reason', 'Restored'] as const,
          ],
        };
  return {
    kind: 'planned',
    intervention: {
      title: 'begin anew, for an empty cluster',
      rows: restored.map(({ found, pods }) => [path(found.folder), pods.length > 0 ? `${pods.join(', ')} pods` : 'as many pods as in Git']),
      changes,
      message,
      next: [
        'Push it before the GitOps tool applies anything to the new cluster: every stack with traffic comes up with the pods for its weight.',
        'The pods are held for the reset delay (10 minutes by default) from this commit on; run this again where it takes longer until the cluster is there.',
      ],
    },
  };
}

const nothingDecided = (): ReturnType<typeof errorOf> =>
  errorOf('NoState', 'no StackSet here has a state: no sync controller has decided anything for them yet', 'Apply the files as they are.');
