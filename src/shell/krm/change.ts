import type { KrmObject } from './item.ts';
import type { ItemProblem } from './item-problem.ts';
import type { Placement } from './placement.ts';

/** An object that is to be among the items. */
export interface WantedObject {
  readonly object: KrmObject;
  /** Undefined for an item without a file. */
  readonly placement?: Placement;
  /** A comment above it. */
  readonly headComment?: string;
}

/** What becomes of the items: those that are this project's leave, and the wanted ones come, in their place where they had one. */
export interface Change {
  readonly owned: readonly KrmObject[];
  readonly wanted: readonly WantedObject[];
  readonly problems: readonly ItemProblem[];
}
