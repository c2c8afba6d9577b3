import { segmentPredicate } from '../traffic/segments.ts';
import type { StackContext } from './child.ts';

/**
 * What lifts a segment over the fallback route: TrafficSegment adds no weight of its own, so that without this the fallback
 * would take a stack's requests. https://opensource.zalando.com/skipper/reference/predicates/#weight-priority
 */
const ABOVE_FALLBACK = 'Weight(1)';

/** The predicates that give a stack's route its share of the requests. */
export function segmentPredicates({ decision, config }: Pick<StackContext, 'decision' | 'config'>): readonly string[] {
  const segment = segmentPredicate(decision.segment, config.weightPrecision);
  return config.gapFallback ? [segment, ABOVE_FALLBACK] : [segment];
}
