import { join } from 'node:path';
import { buildKustomization, KUSTOMIZATION_FILE, routesFile, stackFile, stateFile } from '../../core/layout/generated-files.ts';
import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import { kustomizationHeader, routesHeader, routesInput, stackHeader, stackInput } from '../package/file-headers.ts';
import { withHeader } from '../package/header.ts';
import { packagePath } from '../package/render-input.ts';
import { emitDocument, emitDocuments } from '../yaml/emit.ts';
import type { ImportedStackSet } from './import-stack-set.ts';

/** A file of an imported package; the path is absolute. */
export interface PackageFile {
  readonly path: string;
  readonly text: string;
  /** Whether render would write it; the others are a person's or the sync controller's. */
  readonly generated: boolean;
}

export const STACKSET_FILE = 'stackset.yaml';

/** All files of a package but its settings: the generated ones as render writes them, byte for byte, so that the next render changes none. */
export function packageFiles(imported: ImportedStackSet): readonly PackageFile[] {
  const { folder, output, stackSet, state } = imported;
  const { name } = stackSet.metadata;
  const generated = (file: string, text: string): PackageFile => ({ path: join(output, file), text, generated: true });
  const stacks = imported.stacks.map(({ plan, rendered }) => {
    const header = stackHeader(imported, plan, rendered, [], stackInput(imported, plan));
    return { file: stackFile(plan.name), text: withHeader(header, emitDocuments([rendered.stack, ...rendered.children])) };
  });
  const derived = [...stacks, ...routes(imported)];
  const kustomization = emitDocument(buildKustomization(derived.map(({ file }) => file)));
  return [
    { path: join(folder, STACKSET_FILE), text: emitDocument(stackSet), generated: false },
    ...derived.map(({ file, text }) => generated(file, text)),
    generated(KUSTOMIZATION_FILE, withHeader(kustomizationHeader([name], packagePath(imported)), kustomization)),
    ...(state ? [{ path: join(output, stateFile(name)), text: emitDocument(state), generated: false }] : []),
  ];
}

function routes(imported: ImportedStackSet): readonly { readonly file: string; readonly text: string }[] {
  const { stackSet, leader, stacks } = imported;
  if (!leader || imported.routes.length === 0) return [];
  const input = routesInput(
    imported,
    stacks.map(({ plan }) => plan),
    leader.plan,
    leader.rendered.stack.metadata.annotations?.[STACK_HASH_ANNOTATION],
  );
  return [{ file: routesFile(stackSet.metadata.name), text: withHeader(routesHeader(imported, input), emitDocuments(imported.routes)) }];
}
