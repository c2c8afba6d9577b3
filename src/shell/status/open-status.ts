import type { Timestamp } from '../../core/model/state.ts';
import type { Target } from '../../core/model/sync-config.ts';
import { formatTimestamp } from '../../core/model/timestamp.ts';
import { findCommit } from '../checkout/find-commit.ts';
import { LocalHistory } from '../checkout/local-history.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import { type FolderRequest, openCheckouts } from '../checkout/open-checkouts.ts';
import { distanceTo, fetchUpstream, type Upstream, upstreamOf } from '../checkout/push-branch.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { readStatus } from './read-status.ts';
import type { StackSetStatus } from './stack-set-status.ts';

export interface StatusRequest extends FolderRequest {
  /** A branch, tag or commit; undefined for what is checked out, or the server's branch where that is fetched. */
  readonly revision?: string;
  /** Whether the server is asked first. */
  readonly fetches: boolean;
  readonly namespace?: string;
  /** What a SyncConfig says of these; by default its defaults hold. */
  readonly targets?: readonly Target[];
  readonly freezeFile?: string;
  /** undefined for the present. */
  readonly now?: Timestamp;
}

/** Something to ask for the status again and again. */
export interface StatusSource {
  readonly kind: 'opened';
  /** @param warn told of a server that cannot be reached, and of a checkout that is behind */
  readonly look: (live: LiveObjects, warn: (message: string) => void) => Promise<readonly StackSetStatus[]>;
  readonly close: () => Promise<void>;
}

export type OpenedStatus = StatusSource | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] };

/** Finds the repository of some folders. */
export async function openStatus(request: StatusRequest): Promise<OpenedStatus> {
  const { environment, revision } = request;
  const found = await openCheckouts(request);
  if ('problems' in found) return { kind: 'refused', problems: found.problems };
  const { checkout } = found;
  const present = await findCommit(checkout.git, revision ?? 'HEAD');
  if ('problem' in present) return { kind: 'refused', problems: [present.problem] };
  const upstream = revision === undefined ? await upstreamOf(checkout) : undefined;
  const history = await LocalHistory.open(checkout, environment);
  const paths = found.paths.map((path) => (path === '' ? '.' : path));
  return { kind: 'opened', look: lookIn({ checkout, upstream, history, paths, request }), close: () => history.close() };
}

interface Place {
  readonly checkout: Checkout;
  readonly upstream: Upstream | undefined;
  readonly history: LocalHistory;
  readonly paths: readonly string[];
  readonly request: StatusRequest;
}

function lookIn({ checkout, upstream, history, paths, request }: Place): StatusSource['look'] {
  const { revision, fetches, now, namespace, targets, freezeFile } = request;
  return async (live, warn) => {
    if (upstream) await ask(checkout, upstream, fetches, warn);
    const named = revision ?? (fetches && upstream ? upstream.tracking : 'HEAD');
    const found = await findCommit(checkout.git, named);
    if ('problem' in found) throw new Error(found.problem.message);
    return readStatus({
      history,
      commit: found.commit,
      paths,
      live,
      now: now ?? formatTimestamp(Date.now() / 1000),
      ...(namespace !== undefined && { namespace }),
      ...(targets && { targets }),
      ...(freezeFile !== undefined && { freezeFile }),
    });
  };
}

async function ask(checkout: Checkout, upstream: Upstream, fetches: boolean, warn: (message: string) => void): Promise<void> {
  const words = fetches ? await fetchUpstream(checkout, upstream) : undefined;
  if (words !== undefined) warn(`${upstream.remote} cannot be reached: ${words}`);
  const { behind } = fetches ? { behind: 0 } : await distanceTo(checkout);
  if (behind > 0) warn(`${upstream.name} is ${behind} commit${behind === 1 ? '' : 's'} further; --fetch looks at that`);
}
