import type { AskedTraffic, StateProvenance } from '../../core/model/package-decision.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { isControllerCommit } from '../../core/sync/is-controller-commit.ts';
import { RemoteError } from '../git/remote-error.ts';
import type { CommitId, History, LogEntry } from '../git/repository.ts';
import { parseYaml } from '../yaml/read.ts';
import { inTurns } from './in-turns.ts';

/** A state whose history is looked at. Paths are from the repository's root. */
export interface StateFile {
  readonly path: string;
  /** The file of its StackSet, and the StackSet's name. */
  readonly stackSetFile: string;
  readonly stackSet: string;
  readonly state: StackSetState | undefined;
}

/** Where states lie, and what their StackSets were then. */
export interface ProvenanceSource {
  readonly history: History;
  /** A commit of the branch of the states. */
  readonly tip: CommitId;
  /** The commit with the StackSets from which a commit with states was made; the same one where both are in one branch. */
  readonly sourceOf: (commit: CommitId) => Promise<CommitId | undefined>;
}

/**
 * Who wrote each of some states, in their order. What the clone does not know is left out; that the server cannot be asked is an error,
 * for a decision on less than is known would be another.
 */
export async function readProvenance(source: ProvenanceSource, files: readonly StateFile[]): Promise<readonly StateProvenance[]> {
  if (files.length === 0) return [];
  const paths = files.map(({ path }) => path);
  const touches = await source.history.lastTouch(source.tip, paths);
  const ids = [...new Set(touches.values())];
  const commits = new Map(await inTurns(ids, AT_ONCE, async (id) => [id, await describe(source.history, id)] as const));
  return inTurns(files, AT_ONCE, async (file) => {
    const touch = commits.get(touches.get(file.path) ?? '');
    return { ...(await writerOf(touch, file, source)), ...(await holdOf(file, source)) };
  });
}

/** Processes of Git that look at the clone side by side. */
const AT_ONCE = 4;

async function describe(history: History, id: CommitId): Promise<LogEntry | undefined> {
  const [entry] = await history.log({ to: id, limit: 1 });
  return entry;
}

async function writerOf(touch: LogEntry | undefined, file: StateFile, source: ProvenanceSource): Promise<StateProvenance> {
  if (!touch) return { writer: 'nobody' };
  const { id: commit, time } = touch;
  if (isControllerCommit(touch)) return { writer: 'controller', commit, time };
  const [parent] = touch.parents;
  const [asked, askedBefore, stateBefore, controllerState] = await Promise.all([
    askedAt(commit, file, source),
    parent === undefined ? undefined : askedAt(parent, file, source),
    parent === undefined ? null : stateAt(parent, file.path, source.history),
    lastOfController(commit, file.path, source.history),
  ]);
  return {
    writer: 'person',
    commit,
    time,
    ...(asked && { asked }),
    ...(askedBefore && { askedBefore }),
    ...(stateBefore !== undefined && { stateBefore }),
    ...(controllerState && { controllerState }),
  };
}

/** The newest state that a controller wrote, at or before a commit. */
async function lastOfController(to: CommitId, path: string, history: History): Promise<StackSetState | undefined> {
  const entries = await history.log({ to, paths: [path] });
  const written = entries.find((entry) => isControllerCommit(entry));
  return written && ((await stateAt(written.id, path, history)) ?? undefined);
}

/** Ids are written in full by the controller; a state that was edited may say anything. */
const COMMIT_ID = /^[0-9a-f]{7,64}$/;

async function holdOf(file: StateFile, source: ProvenanceSource): Promise<Pick<StateProvenance, 'askedAtHold'>> {
  const commit = file.state?.spec.hold?.commit;
  if (commit === undefined || !COMMIT_ID.test(commit)) return {};
  const askedAtHold = await askedAt(commit, file, source);
  return askedAtHold ? { askedAtHold } : {};
}

/** `spec.traffic` as it was in a commit. */
async function askedAt(commit: CommitId, file: StateFile, { history, sourceOf }: ProvenanceSource): Promise<AskedTraffic | undefined> {
  const from = await known(sourceOf(commit));
  const content = from === undefined ? undefined : await known(history.readFileAt(from, file.stackSetFile));
  if (!content) return undefined;
  const values = parseYaml(content.toString('utf8')).documents.map(({ value }) => value);
  const stackSet = values.find(
    (value) => fieldAt(value, ['kind']) === 'StackSet' && fieldAt(value, ['metadata', 'name']) === file.stackSet,
  );
  return stackSet === undefined ? undefined : readAsked(fieldAt(stackSet, ['spec', 'traffic']) ?? []);
}

function readAsked(traffic: unknown): AskedTraffic | undefined {
  if (!Array.isArray(traffic)) return undefined;
  const isEntry = (entry: unknown): boolean =>
    typeof fieldAt(entry, ['stackName']) === 'string' && typeof fieldAt(entry, ['weight']) === 'number';
  return traffic.every(isEntry) ? (traffic as AskedTraffic) : undefined;
}

/** A state as it was in a commit: null where there was none, undefined where it is unknown or no valid one. */
async function stateAt(commit: CommitId, path: string, history: History): Promise<StackSetState | null | undefined> {
  const content = await known(history.readFileAt(commit, path).then((found) => found ?? null));
  if (!content) return content;
  const [value] = parseYaml(content.toString('utf8')).documents.map((document) => document.value);
  if (fieldAt(value, ['kind']) !== 'StackSetState' || hasErrors(checkStateFields(value))) return undefined;
  return value as StackSetState;
}

/** A commit that a shallow history does not have, or that never was one, is nothing that can be known. */
async function known<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RemoteError) throw error;
    return undefined;
  }
}
