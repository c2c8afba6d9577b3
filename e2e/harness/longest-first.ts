import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, the longest first. */
const LONG = [
  'sync-git-faults.e2e.ts',
  'sync-faults.e2e.ts',
  'sync-stories.e2e.ts',
  'sync-no-lost-request.e2e.ts',
  'sync-api-server-faults.e2e.ts',
  'argo-cd.e2e.ts',
  'flux.e2e.ts',
  'sync-hostile.e2e.ts',
  'sync-secrets.e2e.ts',
  'argo-cd-refresh.e2e.ts',
];

/** Starts the files that take longest first, so that at the end no worker waits for one of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.indexOf(basename(moduleId));
      return place === -1 ? LONG.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
