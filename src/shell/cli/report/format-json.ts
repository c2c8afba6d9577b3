import type { RenderPlan } from '../../package/render-plan.ts';
import { problemData } from '../../problem/problem-data.ts';

/** What `-o json` prints; docs/reference/command-line.md describes it. Fields without a value are left out. */
export function formatJson({ problems, changes, packages }: RenderPlan): string {
  const report = {
    problems: problems.map(problemData),
    changes: changes.map(({ action, path }) => ({ action, path })),
    packages: packages.map(({ file, namespace, stackSet, output, stacks, files }) => ({
      file,
      namespace,
      stackSet,
      output,
      stacks: stacks.map(({ name, ordinal, created, decision }) => ({ name, ordinal, created, ...decision })),
      files,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
