import { explainBlocked, explainEvent } from '../explain.ts';
import type { SimulatedEvent } from './simulated-step.ts';

/** What happened in a step, in words. */
export function explainSimulated(event: SimulatedEvent): string {
  switch (event.type) {
    case 'Story':
      return `story: ${event.text}`;
    case 'Decided':
      return explainEvent(event.event);
    case 'Autoscaled':
      return `autoscaler: ${event.stack} from ${event.from} to ${event.to} pods`;
    case 'Blocked':
      return `blocked: ${explainBlocked(event.blocked)}`;
  }
}
