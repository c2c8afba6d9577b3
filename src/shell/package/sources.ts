import { isUtf8 } from 'node:buffer';
import { join, sep } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { isTooDense, MOST_MARKS } from '../yaml/density.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';
import { fileProblem, yamlProblem } from './file-problem.ts';
import { type FileHeader, firstLine, parseHeader } from './header.ts';
import { isKubernetesObject } from './is-kubernetes-object.ts';
import type { Folder } from './list-files.ts';
import { plainSecretsIn } from './plain-secrets.ts';
import { readPackageFile } from './read-file.ts';

/** A document of a person's file. */
export interface SourceDocument {
  readonly file: string;
  readonly document: YamlDocument;
  readonly object: KubernetesObject;
}

/** A generated file, of which only the header is kept: most are neither parsed nor written. */
export interface GeneratedEntry {
  readonly name: string;
  readonly header: FileHeader;
  readonly intact: boolean;
  /** The file's first line, which by its hash stands for all of an intact file. */
  readonly firstLine: string;
}

/** What a folder holds for this project. */
export interface FolderSources {
  readonly path: string;
  readonly generated: ReadonlyMap<string, GeneratedEntry>;
  /** StackSets, RenderConfigs and states. */
  readonly documents: readonly SourceDocument[];
  /** Secrets in files of people that are not encrypted. */
  readonly plainSecrets: readonly SourceDocument[];
  /** Names of all files that were not generated. */
  readonly others: readonly string[];
  /** Names that are taken by what is no file of this folder: folders, submodules, and links. */
  readonly taken: readonly string[];
  readonly problems: readonly LocatedProblem[];
  /** Those of them that keep a RenderConfig from being read, so that nobody goes on with the one above it. */
  readonly unreadConfigs: readonly LocatedProblem[];
}

/** Kinds that a file is parsed for; the mark is looked for in its bytes, and the pattern in its text. */
const MARKS = ['StackSet', 'RenderConfig'];
const KIND = /["']?kind["']?\s*:\s*["']?(StackSet|StackSetState|RenderConfig)\b/;
const CONFIG_KIND = /["']?kind["']?\s*:\s*["']?RenderConfig\b/;

/** Reads the files of a folder once: headers of generated files, and documents of the kinds that matter. */
export function readFolder(files: FileTree, folder: Folder): FolderSources {
  const generated = new Map<string, GeneratedEntry>();
  const documents: SourceDocument[] = [];
  const plainSecrets: SourceDocument[] = [];
  const problems: LocatedProblem[] = [];
  const unreadConfigs: LocatedProblem[] = [];
  const others: string[] = [];
  const prefix = folder.path.endsWith(sep) ? folder.path : folder.path + sep;
  for (const name of folder.files) {
    const file = prefix + name;
    const result = readPackageFile(files, file, MARKS);
    const parsed = result && 'content' in result ? parseHeader(result.content) : undefined;
    if (parsed) {
      const { header, intact, line, body } = parsed;
      generated.set(name, { name, header, intact, firstLine: firstLine(line, body) });
      continue;
    }
    others.push(name);
    if (result && 'problem' in result) problems.push(result.problem);
    append(plainSecrets, plainSecretsIn(file, result));
    if (result && 'content' in result && MARKS.some((mark) => result.content.includes(mark))) {
      const read = readDocuments(file, result.content);
      append(documents, read.documents);
      append(problems, read.problems);
      append(unreadConfigs, read.unreadConfigs);
    }
  }
  return {
    path: folder.path,
    generated,
    documents,
    plainSecrets,
    others,
    taken: [...folder.foreignLinks, ...folder.obstacles],
    problems: [...folder.problems, ...problems, ...linkProblems(files, folder)],
    unreadConfigs,
  };
}

/** A call takes only so many arguments, and a file may have more problems: so not by `push(...)`. */
function append<T>(all: T[], more: readonly T[]): void {
  for (const item of more) all.push(item);
}

type Documents = Pick<FolderSources, 'documents' | 'problems' | 'unreadConfigs'>;
const NO_DOCUMENTS: Documents = { documents: [], problems: [], unreadConfigs: [] };

function readDocuments(file: string, content: Buffer): Documents {
  const text = content.toString('utf8');
  if (!KIND.test(text)) return NO_DOCUMENTS;
  if (isTooDense(text)) return unread(file, text);
  const notUtf8 = isUtf8(content) ? [] : [fileProblem(file, 'error', 'YamlInvalid', 'the file is not UTF-8', 'Save it as UTF-8.')];
  const reading = parseYaml(text);
  const problems = [...notUtf8, ...reading.problems.map((problem) => yamlProblem(file, problem))];
  return {
    documents: reading.documents.flatMap((document) =>
      isKubernetesObject(document.value) ? [{ file, document, object: document.value }] : [],
    ),
    problems,
    unreadConfigs: CONFIG_KIND.test(text) ? problems : [],
  };
}

/** A file that is more structure than any package has, and would take more memory than it is worth. */
export function tooDense(file: string): LocatedProblem {
  const message = `the file has more than ${MOST_MARKS} brackets, commas, colons, hyphens and lines, and is not read`;
  return fileProblem(file, 'error', 'FileTooDense', message, 'Split it, and keep the StackSet in a file of its own.');
}

function unread(file: string, text: string): Documents {
  const problem = tooDense(file);
  return { documents: [], problems: [problem], unreadConfigs: CONFIG_KIND.test(text) ? [problem] : [] };
}

/** A link out of the package is an error only where it would be read: what lies there is not this package's to freeze. */
function linkProblems(files: FileTree, folder: Folder): readonly LocatedProblem[] {
  return folder.foreignLinks.flatMap((name) => {
    const file = join(folder.path, name);
    const result = readPackageFile(files, file, MARKS);
    if (!result || !('content' in result) || !KIND.test(result.content.toString('utf8'))) return [];
    const remedy = 'Put the file itself here. A RenderConfig for many packages lies in a folder above them.';
    return [fileProblem(file, 'error', 'LinkLeavesPackage', 'the symbolic link leads out of its package', remedy)];
  });
}
