import type { DeliveryKind } from '../../core/model/delivery.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { listAt, textAt } from '../kubernetes/live-object.ts';

/** Commits of one apply: of an Application with several sources one for each, in their order. */
export type Commits = readonly string[];

/** What a delivery says of itself. */
export interface Progress {
  /** What it has applied, or has done its best to; the newest first. */
  readonly applied: readonly Commits[];
  readonly underWay?: Commits;
  /** What it knows of Git, whether applied or not. */
  readonly seen: Commits;
  /** Whether it has been asked to look at Git, and has not done so yet. */
  readonly isAsked: boolean;
}

export const REFRESH_ANNOTATION = 'argocd.argoproj.io/refresh';

/** Reads an Application or a Kustomization of any shape. */
export const readProgress = (kind: DeliveryKind, object: unknown): Progress =>
  kind === 'Application' ? readApplication(object) : readKustomization(object);

/** An operation that failed has applied what it could; what it could not would otherwise hold up all that it could. */
const ENDED: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Error']);
const RUNNING: ReadonlySet<string | undefined> = new Set(['Running', 'Terminating']);

/**
 * What an operation applies that is tried again with `retry.refresh`: the newest commit at that time, which it does not tell. Its revision
 * stays that of the first try (measured on Argo CD 3.3).
 */
const LATEST: Commits = ['latest'];

/**
 * Fields as of https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml, measured on Argo CD 3.3. `status.sync` is a
 * comparison, so its revision is in the cluster only where it is Synced; an Application that is OutOfSync for an object that may
 * not be pruned has its revision in the last operation. Health says nothing about what was applied.
 */
function readApplication(object: unknown): Progress {
  const sync = fieldAt(object, ['status', 'sync']);
  const state = fieldAt(object, ['status', 'operationState']);
  const phase = textAt(state, ['phase']);
  const seen = commitsOf(sync);
  const isLatest = isRefreshed(state);
  const operated = isLatest
    ? LATEST
    : firstKnown([commitsOf(fieldAt(state, ['syncResult'])), commitsOf(fieldAt(state, ['operation', 'sync']))]);
  const asked = fieldAt(object, ['operation']);
  const underWay = asked === undefined || isLatest ? operated : firstKnown([commitsOf(fieldAt(asked, ['sync'])), operated]);
  return {
    applied: [...(textAt(sync, ['status']) === 'Synced' ? [seen] : []), ...(ENDED.has(phase) ? [operated] : [])].filter(isKnown),
    ...((asked !== undefined || RUNNING.has(phase)) && { underWay }),
    seen,
    isAsked: textAt(object, ['metadata', 'annotations', REFRESH_ANNOTATION]) !== undefined,
  };
}

/** Where it is tried again, it has failed before, and so has applied what it could. */
const isRefreshed = (state: unknown): boolean =>
  fieldAt(state, ['operation', 'retry', 'refresh']) === true && Number(fieldAt(state, ['retryCount']) ?? 0) > 0;

function commitsOf(value: unknown): Commits {
  const several = listAt(value, ['revisions']).filter((revision) => typeof revision === 'string' && revision !== '') as string[];
  const one = textAt(value, ['revision']);
  return several.length > 0 ? several : one ? [one] : [];
}

const isKnown = (commits: Commits): boolean => commits.length > 0;
const firstKnown = (candidates: readonly Commits[]): Commits => candidates.find(isKnown) ?? [];

/**
 * Fields as of https://fluxcd.io/flux/components/kustomize/kustomizations/#kustomization-status. The attempted revision is written before
 * the first object of it is applied, and the applied one only when all are healthy, where that is waited for; so the attempted one counts.
 * An OCI artifact is told by its digest, and by the commit that it was made of only once it is applied.
 */
function readKustomization(object: unknown): Progress {
  const [attempted, applied, origin] = ['lastAttemptedRevision', 'lastAppliedRevision', 'lastAppliedOriginRevision'].map((field) =>
    textAt(object, ['status', field]),
  );
  const newest = attempted ?? applied;
  const commits = newest === undefined ? [] : [commitOf(origin !== undefined && attempted === applied ? origin : newest)];
  return { applied: [commits].filter(isKnown), seen: commits, isAsked: false };
}

/** `main@sha1:<id>`; of versions before 2.0 `main/<id>`. What has no id stays as it is, and is no commit that anybody knows. */
const commitOf = (revision: string): string => /(?:^|[@:/])([0-9a-f]{40}(?:[0-9a-f]{24})?)$/.exec(revision)?.[1] ?? revision;
