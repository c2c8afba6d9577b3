import type { Git } from './git.ts';
import { PARTIAL_CLONE } from './partial-clone.ts';

/** Calls to the server between two looks at the clone. */
const CALLS = 50;

const LONGEST_MILLISECONDS = 30 * 60_000;

/** A look costs a process; packing again is done from so many packs or single objects on, Git's own limits. */
const LIMITS = ['-c', 'gc.autoPackLimit=50', '-c', 'gc.auto=6700'] as const;

/** Packs what fetches and commits leave one by one, and writes the graph of commits. Contents that are not here are not asked for. */
export async function tidyClone(git: Git, limits: readonly string[] = LIMITS): Promise<void> {
  await git.call([...PARTIAL_CLONE, ...limits, 'gc', '--auto', '--quiet'], { limits: { total: LONGEST_MILLISECONDS } });
}

/** Tidies a clone now and then, beside the work: nobody waits for it, and its failure is nobody's. */
export class Tidying {
  private readonly git: Git;
  private calls = 0;
  private running = false;

  constructor(git: Git) {
    this.git = git;
  }

  countCall(): void {
    this.calls += 1;
    if (this.calls % CALLS !== 0 || this.running) return;
    this.running = true;
    void tidyClone(this.git).finally(() => {
      this.running = false;
    });
  }
}
