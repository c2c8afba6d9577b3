import type { Problem } from '../model/problem.ts';
import { editDistance, suggest } from '../schema/suggest.ts';
import { roundWeights, type TrafficWeights } from './round-weights.ts';

/** A stack, by version (`v2`) or full name (`shop-v2`), and the percent that it is to get, both as a person wrote them. */
export interface WantedWeight {
  readonly stack: string;
  readonly weight: string;
}

/** A StackSet's traffic before an edit. All weights are in percent and name every stack. */
export interface PresentTraffic {
  readonly stackSet: string;
  /** In the order of their creation. */
  readonly stacks: readonly string[];
  /** What `spec.traffic` asks for; all 0 where it asks for nothing. */
  readonly asked: TrafficWeights;
  /** What the stacks have; stands for what is asked for where nothing is. */
  readonly live: TrafficWeights;
  /** The smallest step of a weight in percent. */
  readonly weightPrecision: number;
}

/** What `spec.traffic` is to ask for: percents of all stacks that sum to 100; or everything that speaks against it. */
export type TrafficEditPlan =
  | { readonly kind: 'edit'; readonly before: TrafficWeights; readonly after: TrafficWeights }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Gives stacks the weights that are wanted and lets the others share the rest in proportion to what they have, as the original's traffic
 * tool does for one stack. Where the others have nothing there is no proportion: that is refused, as there.
 */
export function planTrafficEdit(wanted: readonly WantedWeight[], present: PresentTraffic): TrafficEditPlan {
  const readings = wanted.map((entry) => readWanted(entry, present));
  const problems = readings.flatMap((reading) => reading.problems);
  if (problems.length > 0) return { kind: 'refused', problems };
  const given = new Map(readings.map(({ name, weight }) => [name, weight]));
  if (given.size < wanted.length) return refused(repeated(readings.map(({ name }) => name)));
  return shareRest(given, present);
}

const refused = (problem: Problem): TrafficEditPlan => ({ kind: 'refused', problems: [problem] });

type Refusal = Pick<Problem, 'reason' | 'message' | 'remedy'>;

const error = (refusal: Refusal): Problem => ({ severity: 'error', path: [], ...refusal });

/** `name` and `weight` mean something only where there is no problem. */
interface WantedReading {
  readonly name: string;
  readonly weight: number;
  readonly problems: readonly Problem[];
}

function readWanted({ stack, weight: text }: WantedWeight, present: PresentTraffic): WantedReading {
  const name = [stack, `${present.stackSet}-${stack}`].find((candidate) => present.stacks.includes(candidate));
  const weight = parsePercent(text, present.weightPrecision);
  return {
    name: name ?? '',
    weight: typeof weight === 'number' ? weight : 0,
    problems: [...(name === undefined ? [unknownStack(stack, present)] : []), ...(typeof weight === 'number' ? [] : [weight])],
  };
}

function unknownStack(stack: string, { stackSet, stacks }: PresentTraffic): Problem {
  const versions = stacks.map((name) => name.slice(stackSet.length + 1));
  const near = onlyNear(stack, [...versions, ...stacks]);
  return error({
    reason: 'StackUnknown',
    message: `the StackSet ${stackSet} has no stack ${JSON.stringify(stack)}; it has ${stacks.join(', ')}`,
    remedy: near === undefined ? `Name one of ${versions.join(', ')}.` : `Write ${near}, if that is meant.`,
  });
}

/** Versions often differ by a digit alone: where two are as near as each other, naming one would be a guess. */
function onlyNear(word: string, known: readonly string[]): string | undefined {
  const near = suggest(word, known);
  if (near === undefined) return undefined;
  const distance = editDistance(word, near);
  return known.some((name) => name !== near && editDistance(word, name) <= distance) ? undefined : near;
}

/** Digits with or without a fraction; no exponent, which nobody means. */
const PERCENT = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/;

function parsePercent(text: string, precision: number): number | Problem {
  const weight = PERCENT.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(weight))
    return error({
      reason: 'WeightImpossible',
      message: `the weight ${JSON.stringify(text)} is no number`,
      remedy: 'Write percent, such as 20.',
    });
  if (weight < 0 || weight > 100)
    return error({
      reason: 'WeightImpossible',
      message: `the weight ${text} is not between 0 and 100`,
      remedy: 'Write percent, such as 20.',
    });
  const stepsPerPercent = Math.round(1 / precision);
  const steps = Math.round(weight * stepsPerPercent);
  if (Math.abs(weight * stepsPerPercent - steps) < 1e-9) return Math.abs(steps) / stepsPerPercent;
  return error({
    reason: 'WeightImpossible',
    message: `the weight ${text} is finer than the steps of ${precision} % that the RenderConfig allows`,
    remedy: `Write ${steps / stepsPerPercent}, or set a smaller weightPrecision in the RenderConfig.`,
  });
}

function repeated(names: readonly string[]): Problem {
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return error({
    reason: 'StackNamedTwice',
    message: `${[...new Set(twice)].join(', ')} is given a weight twice`,
    remedy: 'Give each stack one weight.',
  });
}

function shareRest(given: TrafficWeights, { stackSet, stacks, asked, live, weightPrecision }: PresentTraffic): TrafficEditPlan {
  const before = total(asked) > 0 ? asked : live;
  const rest = 100 - round(total(given));
  const others = new Map(stacks.filter((name) => !given.has(name)).map((name) => [name, before.get(name) ?? 0]));
  if (rest < 0) return refused(tooMuch(round(total(given))));
  if (rest > 0 && others.size === 0) return refused(tooLittle(round(total(given))));
  if (rest > 0 && total(others) === 0) return refused(noProportion(stackSet, given, others, rest));
  const share = rest === 0 ? 0 : rest / total(others);
  const exact = new Map(stacks.map((name) => [name, given.get(name) ?? (others.get(name) ?? 0) * share]));
  return { kind: 'edit', before, after: roundWeights(exact, weightPrecision) };
}

const total = (weights: TrafficWeights): number => [...weights.values()].reduce((sum, weight) => sum + weight, 0);

/** Takes away what adding doubles leaves behind. */
const round = (percent: number): number => Math.round(percent * 1e6) / 1e6;

const tooMuch = (sum: number): Problem =>
  error({
    reason: 'WeightImpossible',
    message: `the weights sum to ${sum} %, and there are only 100`,
    remedy: 'Give less to one of the stacks.',
  });

const tooLittle = (sum: number): Problem =>
  error({
    reason: 'WeightImpossible',
    message: `the weights sum to ${sum} %, and there is no other stack to take the rest`,
    remedy: 'Let the weights sum to 100.',
  });

function noProportion(stackSet: string, given: TrafficWeights, others: TrafficWeights, rest: number): Problem {
  const version = (name: string): string => name.slice(stackSet.length + 1);
  const [first = ''] = others.keys();
  const example = [...[...given].flatMap(([name, weight]) => [version(name), weight]), version(first), round(rest)].join(' ');
  return error({
    reason: 'WeightImpossible',
    message: `${round(rest)} % are left for ${[...others.keys()].join(', ')}, of which none has any weight, so nothing says who gets how much`,
    remedy: `Say it for one of them too: ${example}.`,
  });
}
