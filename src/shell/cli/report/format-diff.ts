import type { StructuredPatch } from 'diff';
import type { FileChange } from '../../package/render-plan.ts';
import type { Style } from './style.ts';

/** The changes as one patch that `git apply` takes. The library is loaded only here, for most renders have nothing to show. */
export async function formatDiff(changes: readonly FileChange[], style: Style): Promise<string> {
  const { formatPatch, structuredPatch } = await import('diff');
  const patches = changes.map((change) => {
    const after = change.action === 'remove' ? '' : change.after;
    const patch = structuredPatch(`a/${change.path}`, `b/${change.path}`, change.before, after, undefined, undefined, { context: 3 });
    return paintPatch(formatPatch({ ...patch, isGit: true, ...existence(change) }), style);
  });
  return patches.join('');
}

/** How Git says that a file comes or goes. */
function existence({ action }: FileChange): Partial<StructuredPatch> {
  switch (action) {
    case 'create':
      return { isCreate: true, oldFileName: '/dev/null' };
    case 'update':
      return {};
    case 'remove':
      return { isDelete: true, newFileName: '/dev/null' };
  }
}

/** In a hunk every line begins with a mark, so that the first `@@` ends the header, whatever the file holds. */
function paintPatch(patch: string, style: Style): string {
  const lines = patch.split('\n');
  const firstHunk = lines.findIndex((line) => line.startsWith('@@'));
  return lines.map((line, index) => (index < firstHunk ? style.bold(line) : paintHunkLine(line, style))).join('\n');
}

function paintHunkLine(line: string, style: Style): string {
  if (line.startsWith('@@')) return style.cyan(line);
  if (line.startsWith('+')) return style.green(line);
  if (line.startsWith('-')) return style.red(line);
  return line;
}
