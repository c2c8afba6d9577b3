import { currentVersion } from '../lifecycle/stack-name.ts';
import type { StackSet } from '../model/stack-set.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import { parseAction } from './parse-action.ts';
import { STORY_DEFAULTS, type Story, type StoryEvent } from './story.ts';

const CANARY = [
  [6, 10],
  [9, 50],
  [12, 100],
] as const;

/** What is played where no story is given: a new version, traffic in three steps, and time to clean up. */
export function builtInStory(stackSet: StackSet, known: readonly string[]): Story {
  const version = nextVersion(stackSet, known);
  const steps = hasRoutes(stackSet) ? CANARY.map(([minute, weight]) => event(minute, `traffic ${version} ${weight}`)) : [];
  const events = [event(5, `version ${version}`), ...steps].flat();
  const cleanUp = (stackSet.spec.stackLifecycle?.scaledownTTLSeconds ?? 0) + 900;
  return { ...STORY_DEFAULTS, events, duration: Math.max(1800, cleanUp) };
}

function event(minute: number, text: string): readonly StoryEvent[] {
  const reading = parseAction(text);
  return 'action' in reading ? [{ at: minute * 60, action: reading.action, text, path: [] }] : [];
}

/** The version after the current one that has no stack yet: v2 after v1, 1-next after 1-x. @param known names of stacks */
function nextVersion(stackSet: StackSet, known: readonly string[]): string {
  const current = currentVersion(stackSet);
  const [, prefix, number] = /^(.*?)(\d{1,9})$/.exec(current) ?? [];
  if (prefix === undefined) return `${current}-next`;
  let next = Number(number) + 1;
  while (known.includes(`${stackSet.metadata.name}-${prefix}${next}`)) next++;
  return `${prefix}${next}`;
}
