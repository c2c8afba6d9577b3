import { isResolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { emitDocuments } from '../yaml/emit.ts';
import type { Generated } from './generate.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { joinPath, withoutBookkeeping } from './placement.ts';
import type { PresentFile } from './present-files.ts';
import type { WantedFile } from './wanted-files.ts';

/** A file that is a person's is not overwritten, and no edit of a generated one is undone without a word. */
export function conflicts(wanted: WantedFile, present: readonly PresentFile[], generated: readonly Generated[]): readonly ItemProblem[] {
  const file = present.find(({ name }) => name === wanted.name);
  const [item] = file?.items ?? [];
  if (!file || !item || wanted.headComment === undefined) return [];
  const path = joinPath(file.folder, file.name);
  if (!file.isGenerated) {
    const remedy = 'Move it to another name or folder; files of this name are generated.';
    return [itemError(item, 'FileNotGenerated', `${path} was not generated, so it is not overwritten`, remedy)];
  }
  // A StackSet that was built is written as it is read, and so always the same.
  const isSame = (): boolean => emitDocuments(wanted.objects) === emitDocuments(file.items.map(withoutBookkeeping));
  if (file.isIntact || (!isResolvedFile(file.name) && isSame())) return [];
  if (generated.some(({ problems }) => problems.some((problem) => problem.item === item && problem.reason === 'GeneratedFileEdited')))
    return [];
  const remedy = `Take the edit back (git checkout -- ${path}) and change the StackSet instead, with a new version.`;
  return [itemError(item, 'GeneratedFileEdited', `${path} is generated and was edited by hand: its hash no longer fits`, remedy)];
}
