import type { FieldPath } from '../model/problem.ts';
import type { Timestamp } from '../model/state.ts';

/** What happens in a story. Stacks are named by version (`v2`) or in full (`shop-v2`). */
export type StoryAction =
  /** A person edits the template: another version, and another tag of its image. */
  | { readonly type: 'version'; readonly version: string }
  /** A person asks for weights, as `stackset traffic` does. */
  | { readonly type: 'traffic'; readonly weights: readonly { readonly stack: string; readonly weight: string }[] }
  /** A person asks for the weights that were decided before the present ones. */
  | { readonly type: 'rollback' }
  /** Decisions about traffic stop, as after a revert; and go on. */
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  /** All pods of a stack, or some of them, are no longer ready; new ones of a stack that crashed as a whole are not either. */
  | { readonly type: 'crash'; readonly stack: string; readonly pods?: number }
  /** They start again. */
  | { readonly type: 'heal'; readonly stack: string }
  /** From now on there are so many requests per second. */
  | { readonly type: 'load'; readonly requestsPerSecond: number };

export type StoryActionType = StoryAction['type'];

export interface StoryEvent {
  /** Seconds after the start. */
  readonly at: number;
  readonly action: StoryAction;
  /** The action in words, as in the short form: `traffic v2 50`. */
  readonly text: string;
  /** Where in the story it stands. */
  readonly path: FieldPath;
}

/** What is played over a simulated cluster. Durations are in seconds. */
export interface Story {
  /** Undefined for the earliest time at which everything in Git has happened already. */
  readonly start?: Timestamp;
  /** How long it is played; undefined where the story leaves it open. */
  readonly duration?: number;
  /** Requests per second at the start. */
  readonly load: number;
  /** Requests per second that an autoscaler gives each pod. */
  readonly requestsPerPod: number;
  /** From the creation of a pod until it is ready. */
  readonly podStart: number;
  /** From a commit until the GitOps tool has applied it. */
  readonly applyDelay: number;
  /** In the order of time; of equal times in that of the story. */
  readonly events: readonly StoryEvent[];
}

export const STORY_DEFAULTS: Story = {
  load: 300,
  requestsPerPod: 50,
  podStart: 20,
  applyDelay: 15,
  events: [],
};

const LEAST_DURATION = 30 * 60;
/** Long enough for a scale-down by the default TTL of 5 minutes to show. */
const AFTER_LAST_EVENT = 10 * 60;

/** How many seconds a story is played: what it says, else half an hour or as long as its events need. */
export const durationOf = ({ duration, events }: Story): number =>
  duration ?? Math.max(LEAST_DURATION, (events.at(-1)?.at ?? 0) + AFTER_LAST_EVENT);
