import { EVENT_ID, type Event } from 'js-yaml';

/** The index of the event after a whole node. */
export function afterNode(events: readonly Event[], node: number): number {
  let open = 0;
  let index = node;
  do {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) open += 1;
    else if (type === EVENT_ID.POP) open -= 1;
    index += 1;
  } while (open > 0);
  return index;
}
