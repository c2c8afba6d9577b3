import { readFileSync } from 'node:fs';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import { fileProblem, locate } from '../package/file-problem.ts';
import { notEditable } from '../package/kustomize-problem.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseYaml } from '../yaml/read.ts';
import { editTraffic } from './edit-traffic.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** A change of the StackSet's file, or what keeps it from being made. Paths are absolute. */
export type FileEdit = { readonly change: FileChange } | { readonly problem: LocatedProblem };

/** Plans how a StackSet's file asks for weights; writes nothing. */
export function planFileEdit({ source, config }: Pick<StackSetTraffic, 'source' | 'config'>, weights: TrafficWeights): FileEdit {
  const { file } = source;
  if (config.source === 'kustomize') return { problem: notEditable(file, 'spec.traffic') };
  const content = readFileSync(file);
  const text = content.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(content)) return { problem: notUtf8(file) };
  const document = parseYaml(text).documents[source.document.index];
  if (document === undefined) throw new Error(`${file} changed while it was read`);
  const edit = editTraffic(text, document, weights);
  if (edit.kind === 'edited') return { change: { action: 'update', path: file, before: text, after: edit.text } };
  const { path, message, remedy } = edit;
  return { problem: locate({ severity: 'error', reason: 'TrafficNotEditable', path, message, remedy }, file, document) };
}

const notUtf8 = (file: string): LocatedProblem =>
  fileProblem(file, 'error', 'TrafficNotEditable', 'the file is not UTF-8, so that its other bytes could not be kept', 'Save it as UTF-8.');
