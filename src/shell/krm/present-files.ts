import { KUSTOMIZATION_FILE } from '../../core/layout/generated-files.ts';
import { fitsHeader, type ParsedHeader, parseHeader } from '../package/header.ts';
import { emitDocuments } from '../yaml/emit.ts';
import type { KrmObject } from './item.ts';
import { isGenerated } from './known-stacks.ts';
import { folderOf, joinPath, placementOf, withoutBookkeeping } from './placement.ts';

/** A file as its items show it. */
export interface PresentFile {
  readonly folder: string;
  readonly name: string;
  /** In the file's order. */
  readonly items: readonly KrmObject[];
  /** Its first line, where the orchestrator keeps comments. */
  readonly header?: ParsedHeader;
  readonly isGenerated: boolean;
  /** Whether what the header's hash was made of is still there; true where there is no header to tell. */
  readonly isIntact: boolean;
}

/**
 * The files that items come from, by path.
 * @param headComment the comment that an item begins with, if any
 */
export function presentFiles(items: readonly KrmObject[], headComment: (item: KrmObject) => string | undefined): readonly PresentFile[] {
  const byPath = new Map<string, KrmObject[]>();
  for (const item of items) {
    const path = placementOf(item)?.path;
    if (path !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), item]);
  }
  const files = [...byPath].map(([path, found]) =>
    presentFile(
      path,
      found.toSorted((a, b) => indexOf(a) - indexOf(b)),
      headComment,
    ),
  );
  const generated = new Set(files.filter((file) => file.isGenerated).map(({ folder, name }) => joinPath(folder, name)));
  return files.map((file) => (listsOnly(file, generated) ? { ...file, isGenerated: true } : file));
}

function presentFile(path: string, items: readonly KrmObject[], headComment: (item: KrmObject) => string | undefined): PresentFile {
  const folder = folderOf(path);
  const body = emitDocuments(items.map(withoutBookkeeping));
  const [first] = items;
  const header = parseHeader(Buffer.from(`${(first && headComment(first)) ?? ''}\n${body}`));
  return {
    folder,
    name: folder === '' ? path : path.slice(folder.length + 1),
    items,
    ...(header && { header }),
    isGenerated: header !== undefined || items.every(isGenerated),
    isIntact: header === undefined || fitsHeader(header, body),
  };
}

/** A kustomization that lost its comment is known by its shape: it lists generated files beside it and does nothing else. */
function listsOnly({ folder, name, items }: PresentFile, generated: ReadonlySet<string>): boolean {
  const [item] = items;
  if (name !== KUSTOMIZATION_FILE || !item) return false;
  const { apiVersion: _apiVersion, kind: _kind, resources, ...others } = withoutBookkeeping(item);
  if (Object.keys(others).length > 0 || !Array.isArray(resources)) return false;
  return resources.every((resource: unknown) => generated.has(joinPath(folder, String(resource))));
}

const indexOf = (item: KrmObject): number => placementOf(item)?.index ?? 0;
