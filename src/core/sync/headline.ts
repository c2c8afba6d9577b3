import { shortCommit } from '../explain.ts';
import { explainChange, versionOf } from '../history/explain-change.ts';
import type { DecisionEvent, TrafficChange } from '../model/decision.ts';
import type { PackageChange } from '../model/package-change.ts';

type EventType = DecisionEvent['type'];

/** What is told first where there is little room, and what it is about in a word. */
const TOPICS: { readonly [Type in EventType]: string } = {
  StackSetRemoved: 'removal',
  StackSetDrained: 'removal',
  DrainEnded: 'removal',
  TrafficSwitched: 'traffic',
  StateRestored: 'repair',
  StateRepaired: 'repair',
  HoldBegan: 'hold',
  HoldEnded: 'hold',
  StackCreated: 'new stacks',
  Prescaled: 'prescaling',
  PrescalingReset: 'prescaling',
  StackRevived: 'start',
  StackScaledDown: 'scale-down',
  StackRemoved: 'clean-up',
  Adopted: 'adoption',
};
const RANKS = Object.keys(TOPICS) as readonly EventType[];

/** What a commit does to a StackSet, the most important first, in the words of its log: `v2 10 % -> 50 %, v1 90 % -> 50 %`. */
export function headlines(change: PackageChange): readonly string[] {
  if (change.kind === 'rendered') {
    const versions = change.created.map((stack) => versionOf(stack, change.name));
    return [versions.length > 0 ? `render ${versions.join(', ')}` : 'render again'];
  }
  const { events } = change.decision;
  return events.length === 0 ? ['write the state'] : ranked(events).map((event) => headline(event, change.name));
}

/** The same in a word or a few. */
export function topics(change: PackageChange): readonly string[] {
  if (change.kind === 'rendered') return ['render'];
  return [...new Set(ranked(change.decision.events).map(({ type }) => TOPICS[type]))];
}

const ranked = (events: readonly DecisionEvent[]): readonly DecisionEvent[] =>
  events.toSorted((a, b) => RANKS.indexOf(a.type) - RANKS.indexOf(b.type));

function headline(event: DecisionEvent, stackSet: string): string {
  switch (event.type) {
    case 'TrafficSwitched':
      return explainChange({ ...event, changes: event.changes.toSorted(byGrowth) }, stackSet);
    case 'HoldBegan':
      return `hold traffic as ${shortCommit(event.commit)} moved it`;
    case 'StateRepaired':
      return 'repair the state';
    case 'StackSetDrained':
      return 'take all its routes away';
    case 'DrainEnded':
      return 'keep it after all';
    case 'StackSetRemoved':
      return 'remove all its stacks';
    case 'Adopted':
      return 'adopt';
    default:
      return explainChange(event, stackSet);
  }
}

/** Who gets traffic stands before those who give it. */
const byGrowth = (a: TrafficChange, b: TrafficChange): number => b.to - b.from - (a.to - a.from) || (a.stack < b.stack ? -1 : 1);
