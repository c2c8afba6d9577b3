import { type DecisionRule, mapStacks } from '../lifecycle/situation.ts';

/** Without Ingress, RouteGroup and external ingress nothing has traffic, is prescaled for it, or is scaled down for want of it. */
export const forgetTraffic: DecisionRule = (situation) =>
  mapStacks(situation, (stack) => {
    const { prescaling: _prescaling, noTrafficSince: _since, scaledDown: _scaledDown, ...state } = stack.state;
    return { ...stack, asked: 0, state: { ...state, weight: 0 } };
  });
