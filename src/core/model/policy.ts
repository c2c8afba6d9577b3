import type { RenderConfig } from './render-config.ts';

/** What decisions are made by, besides the StackSet. */
export interface DecisionPolicy {
  /** Says how fine weights are, and which children and routes a stack has. */
  readonly config: RenderConfig;
  /**
   * Whether a further step of a switch waits until the live routes show the last one, and a stack is scaled down or removed only
   * once they show that it gets nothing. The original, which writes the routes itself, knows no such wait.
   */
  readonly awaitRoutes: boolean;
}
