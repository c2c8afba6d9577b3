import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseStory } from '../../core/simulate/parse-story.ts';
import { STORY_DEFAULTS, type Story } from '../../core/simulate/story.ts';
import { fileProblem, yamlProblem } from '../package/file-problem.ts';
import { reasonOf } from '../package/list-files.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseYaml } from '../yaml/read.ts';

export interface FoundStory {
  /** As far as it could be understood. */
  readonly story: Story;
  /** Paths are absolute. */
  readonly problems: readonly LocatedProblem[];
  /** Gives a problem of the story its place in the file. */
  readonly locate: (problem: LocatedProblem) => LocatedProblem;
}

/** Reads a story's file. */
export function readStory(name: string, workingDirectory: string): FoundStory {
  const file = resolve(workingDirectory, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    return unreadable(fileProblem(file, 'error', 'FileUnreadable', `the story cannot be read: ${reasonOf(cause)}`, 'Name a YAML file.'));
  }
  const { documents, problems } = parseYaml(text);
  if (problems.length > 0) return unreadable(...problems.map((problem) => yamlProblem(file, problem)));
  const [document] = documents;
  if (!document) return { story: STORY_DEFAULTS, problems: [], locate: (problem) => problem };
  const locate = (problem: LocatedProblem): LocatedProblem => ({ ...problem, file, ...document.positionOf(problem.path) });
  const { story, problems: faults } = parseStory(document.value);
  return { story, problems: faults.map(locate), locate };
}

const unreadable = (...problems: readonly LocatedProblem[]): FoundStory => ({
  story: STORY_DEFAULTS,
  problems,
  locate: (problem) => problem,
});
