import type { DocumentDirective, Event } from 'js-yaml';

/** What is wrong with a node, and where: an offset in the text that was composed. */
export interface CompositionProblem {
  readonly message: string;
  readonly remedy: string;
  readonly offset: number;
}

export interface Anchor {
  readonly value: unknown;
  /** How many nodes it stands for, those behind its own aliases included. Undefined while it is still being read. */
  size: number | undefined;
}

/** A document while it is composed from its events, node by node. */
export interface Composer {
  readonly text: string;
  readonly events: readonly Event[];
  readonly directives: readonly DocumentDirective[];
  readonly anchors: Map<string, Anchor>;
  readonly problems: CompositionProblem[];
  index: number;
  /** Where the reading is, for nodes without text of their own. */
  offset: number;
  /** Nodes so far, each alias counted as often as what it stands for; and how many of them came from aliases. */
  size: number;
  aliased: number;
  /** Composes the node that begins at `index`, whatever its kind. */
  readonly composeNode: (composer: Composer) => unknown;
}

/** Notes what is wrong at an offset; the composition goes on. */
export function report(composer: Composer, offset: number, message: string, remedy: string): void {
  composer.problems.push({ message, remedy, offset });
}

/** Remembers a value for the aliases below it. */
export function openAnchor(composer: Composer, event: { anchorStart: number; anchorEnd: number }, value: unknown): Anchor {
  const anchor: Anchor = { value, size: undefined };
  composer.anchors.set(composer.text.slice(event.anchorStart, event.anchorEnd), anchor);
  return anchor;
}
