import type { StackSetState } from '../../core/model/state.ts';
import { diskTree } from '../files/disk-tree.ts';
import { readText } from '../package/read-file.ts';
import type { FileChange } from '../package/render-plan.ts';
import { emitDocument } from '../yaml/emit.ts';
import type { FoundStateFile } from './find-target.ts';

/** Writes another state into its file, as a sync controller would. */
export const stateChange = ({ file }: FoundStateFile, after: StackSetState): FileChange => ({
  action: 'update',
  path: file,
  before: readText(diskTree, file),
  after: emitDocument(after),
});
