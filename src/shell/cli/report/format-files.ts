import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RenderPlan } from '../../package/render-plan.ts';

/**
 * Every generated file as it is after the render, as one YAML stream in the order of the paths; a comment names each file.
 * Those that stay as they are come from the disk.
 */
export function* formatFiles({ changes, packages }: RenderPlan, workingDirectory: string): Generator<string> {
  const written = new Map(changes.flatMap((change) => (change.action === 'remove' ? [] : [[change.path, change.after] as const])));
  const paths = new Set(packages.flatMap(({ files }) => files));
  for (const path of [...paths].sort()) {
    yield `---\n# ${path}\n${written.get(path) ?? readFileSync(resolve(workingDirectory, path), 'utf8')}`;
  }
}
