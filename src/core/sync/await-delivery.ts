import type { DecisionEvent, LateDelivery } from '../model/decision.ts';
import type { Delivery, DeliveryObservation } from '../model/delivery.ts';
import type { PackageDecision } from '../model/package-decision.ts';
import { undecided } from './undecided.ts';

type EventTypes = ReadonlySet<DecisionEvent['type']>;

/** They write down what is so already, and move nothing. */
const RECORDS: EventTypes = new Set<DecisionEvent['type']>(['Adopted', 'HoldBegan', 'HoldEnded']);

/** What is at the tip is wrong, or not wanted any more: to wait until it is applied would make it worse. */
const REPAIRS: EventTypes = new Set<DecisionEvent['type']>(['StateRestored', 'StateRepaired', 'DrainEnded']);

/**
 * Holds the next step of a package back until everything that applies it works with the files that Git has now. The live objects have said
 * before this that the last step is applied; they cannot say that a sync of older files is not about to overwrite them.
 */
export function awaitDelivery(decision: PackageDecision, { deliveries, commit }: DeliveryObservation): PackageDecision {
  if (!isStep(decision)) return decision;
  const late = deliveries.filter(isLate);
  if (late.length === 0) return decision;
  const { blocked, nextMoment } = decision;
  return {
    ...undecided(decision, [...blocked, { reason: 'NotDelivered', deliveries: late.map(tellLate), commit }]),
    ...(nextMoment !== undefined && { nextMoment }),
  };
}

/** Whether a decision changes what runs or who gets traffic; nothing else has to wait for a delivery. */
export function isStep({ events, worthACommit }: Pick<PackageDecision, 'events' | 'worthACommit'>): boolean {
  return worthACommit && !events.some(({ type }) => REPAIRS.has(type)) && events.some(({ type }) => !RECORDS.has(type));
}

/**
 * Whether a delivery is known to work with other files than those at the tip. One apply at a time is under way, and has the last word;
 * else any of the applied ones will do. What cannot be told holds nothing up: the live objects alone decide then.
 */
export function isLate({ applied, underWay }: Delivery): boolean {
  if (underWay?.upToDate !== undefined) return !underWay.upToDate;
  if (applied.some(({ upToDate }) => upToDate === true)) return false;
  return underWay === undefined && applied.every(({ upToDate }) => upToDate === false);
}

function tellLate({ kind, namespace, name, applied, underWay }: Delivery): LateDelivery {
  const [newest] = applied;
  const at = (underWay ?? newest)?.commit;
  return { kind, namespace, name, ...(at !== undefined && { at }), underWay: underWay !== undefined };
}
