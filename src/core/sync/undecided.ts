import type { Blocked } from '../model/decision.ts';
import type { PackageDecision, PackageInput } from '../model/package-decision.ts';

/** Everything stays as it is; what the last decision remembered is remembered on. */
export const undecided = ({ timers = new Map() }: Pick<PackageInput, 'timers'>, blocked: readonly Blocked[]): PackageDecision => ({
  decision: undefined,
  nextState: undefined,
  removedStacks: [],
  leaves: false,
  blocked,
  events: [],
  problems: [],
  worthACommit: false,
  timers,
});
