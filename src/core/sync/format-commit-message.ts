import { stacksOfEvent } from '../explain.ts';
import type { PackageChange } from '../model/package-change.ts';
import { explainCommit } from './explain-commit.ts';
import { CONTROLLER_TRAILER } from './is-controller-commit.ts';
import { oneLine } from './one-line.ts';
import { formatSubject } from './subject.ts';

/** A commit of a burst is still one that a person can read; its trailers name every StackSet. */
const MOST_TOLD = 50;

/**
 * The message of a controller's commit: a subject for the log, a body with the reasons, and trailers for programs: of each StackSet its
 * name, its stacks that something happens to, and in a word each what happens; at the end who made it. Names and reasons may
 * hold any text, and can forge neither a line nor a trailer. https://git-scm.com/docs/git-interpret-trailers
 * @param changes one for each StackSet; at least one
 * @param controller `metadata.name` of the SyncConfig
 */
export function formatCommitMessage(changes: readonly PackageChange[], controller: string): string {
  const told = changes.slice(0, MOST_TOLD);
  const bodies = told.map((change) => {
    const body = explainCommit(change);
    return changes.length === 1 ? body : `${oneLine(nameOf(change))}:\n${body}`;
  });
  const rest = changes.length > told.length ? [`- and ${changes.length - told.length} more, named below`] : [];
  const trailers = [...changes.flatMap(trailersOf), trailer(CONTROLLER_TRAILER, controller)];
  return `${[formatSubject(changes), ...bodies, ...rest, trailers.join('\n')].join('\n\n')}\n`;
}

function trailersOf(change: PackageChange): readonly string[] {
  const { stacks, reasons } = facts(change);
  return [
    trailer('StackSet', nameOf(change)),
    ...[...new Set(stacks)].map((stack) => trailer('Stack', stack)),
    ...[...new Set(reasons)].map((reason) => trailer('Reason', reason)),
  ];
}

function facts(change: PackageChange): { readonly stacks: readonly string[]; readonly reasons: readonly string[] } {
  if (change.kind === 'rendered') return { stacks: change.created, reasons: ['Rendered'] };
  const { events } = change.decision;
  return { stacks: events.flatMap(stacksOfEvent), reasons: events.length > 0 ? events.map(({ type }) => type) : ['StateWritten'] };
}

const trailer = (key: string, value: string): string => `${key}: ${oneLine(value)}`;

const nameOf = ({ namespace, name }: PackageChange): string => (namespace === undefined ? name : `${namespace}/${name}`);
