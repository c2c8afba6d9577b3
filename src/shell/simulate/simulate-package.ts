import { hasErrors } from '../../core/model/problem.ts';
import { builtInStory } from '../../core/simulate/built-in-story.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { SimulatedStep } from '../../core/simulate/simulated-step.ts';
import { durationOf, type Story } from '../../core/simulate/story.ts';
import { planRender } from '../package/plan-render.ts';
import { type GitPackage, readPackages } from '../package/read-packages.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import { choosePackage } from './choose-package.ts';
import { type FoundStory, readStory } from './read-story.ts';

export interface SimulationRequest {
  /** As a person wrote it. */
  readonly directory: string;
  readonly workingDirectory: string;
  readonly configFile?: string;
  /** The StackSet's name, where one was given. */
  readonly stackSet?: string;
  /** Undefined for the built-in story. */
  readonly storyFile?: string;
  /** Seconds; the story's own where undefined. */
  readonly duration?: number;
  /** Seconds from one decision to the next. */
  readonly step: number;
}

/** A story that was played to its end; `steps` is missing where it could not be. Paths are relative to the working directory. */
export interface Simulation {
  readonly played?: PlayedStory;
  readonly problems: readonly LocatedProblem[];
  /** Whether what was asked for makes no sense here, whatever the files hold. */
  readonly isWrongUse: boolean;
}

export interface PlayedStory {
  readonly stackSet: string;
  readonly story: Story;
  readonly steps: readonly SimulatedStep[];
}

const refused = (problems: readonly LocatedProblem[]): Simulation => ({ problems, isWrongUse: false });

/** More would only fill the memory: a day in seconds fits. */
const MOST_STEPS = 100_000;

const tooLong = (steps: number): LocatedProblem => ({
  severity: 'error',
  reason: 'SimulationTooLong',
  path: [],
  message: `that would be ${steps} steps, and ${MOST_STEPS} are the most`,
  remedy: 'Give a shorter --for or a longer --step.',
});

/**
 * Plays a story with a package as it is in Git now, and writes nothing.
 * @param onProgress called after each step, with how many there are
 */
export async function simulatePackage(request: SimulationRequest, onProgress: (done: number, total: number) => void): Promise<Simulation> {
  const { directory, workingDirectory, configFile } = request;
  const options = { directories: [directory], workingDirectory, ...(configFile !== undefined && { configFile }) };
  const checked = await planRender({ ...options, allowRemoval: false });
  if (hasErrors(checked.problems)) return refused(checked.problems);
  const choice = choosePackage(readPackages(options).packages, request.stackSet);
  if ('problem' in choice) return { problems: [relativeProblem(choice.problem, workingDirectory)], isWrongUse: true };
  const found = storyOf(request, choice.chosen);
  const relative = (problem: LocatedProblem): LocatedProblem => relativeProblem(problem, workingDirectory);
  if (hasErrors(found.problems)) return refused(found.problems.map(relative));
  const total = Math.floor(durationOf(found.story) / request.step) + 1;
  if (total > MOST_STEPS) return { problems: [tooLong(total)], isWrongUse: true };
  const played = play(choice.chosen, found.story, request.step, onProgress);
  const faults = played.steps.at(-1)?.problems ?? [];
  if (faults.length > 0) return refused(faults.map((problem) => relative(found.locate(problem))));
  return { played, problems: checked.problems, isWrongUse: false };
}

function storyOf({ storyFile, workingDirectory, duration }: SimulationRequest, { stackSet, stacks }: GitPackage): FoundStory {
  const names = stacks.map(({ stack }) => stack.metadata.name);
  const found =
    storyFile === undefined
      ? { story: builtInStory(stackSet, names), problems: [], locate: (problem: LocatedProblem) => problem }
      : readStory(storyFile, workingDirectory);
  return duration === undefined ? found : { ...found, story: { ...found.story, duration } };
}

function play(
  { stackSet, stacks, state, config, configuration }: GitPackage,
  story: Story,
  step: number,
  onProgress: (done: number, total: number) => void,
): PlayedStory {
  const total = Math.floor(durationOf(story) / step) + 1;
  const steps: SimulatedStep[] = [];
  for (const simulated of simulate({ stackSet, stacks, config, configuration, ...(state && { state }) }, story, step)) {
    steps.push(simulated);
    onProgress(steps.length, total);
  }
  return { stackSet: stackSet.metadata.name, story, steps };
}
