import { PAUSE_ANNOTATION } from '../model/annotations.ts';
import type { Blocked } from '../model/decision.ts';
import type { PackageInput } from '../model/package-decision.ts';
import { damageOf } from './damage.ts';
import { checkFreeze } from './freeze.ts';
import { checkOwner } from './ownership.ts';

/** Says why nothing may be decided for a package; nothing where it does not mind. A new gate is one function and one line below. */
type Gate = (input: PackageInput) => readonly Blocked[];

/** A person stops all decisions for a StackSet by an annotation. What people commit is rendered all the same. */
const pause: Gate = ({ stackSet }) => (stackSet.metadata.annotations?.[PAUSE_ANNOTATION] === 'true' ? [{ reason: 'Paused' }] : []);

const validity: Gate = (input) => {
  const problems = damageOf(input).fatal;
  return problems.length > 0 ? [{ reason: 'Invalid', problems }] : [];
};

/** What the cluster showed once says nothing about what it has now. */
const freshness: Gate = ({ stale }) => (stale ? [{ reason: 'ObservationStale', ...stale }] : []);

const GATES: readonly Gate[] = [checkOwner, checkFreeze, pause, validity, freshness];

/** All reasons for which nothing may be decided, in the order in which they are told. */
export const checkGates = (input: PackageInput): readonly Blocked[] => GATES.flatMap((gate) => gate(input));
