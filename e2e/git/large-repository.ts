import { execa } from 'execa';

export interface RepositorySize {
  readonly files: number;
  readonly commits: number;
}

/** Files in a folder, and folders in a folder, as in a large repository of many teams. */
const WIDTH = 50;

/** 50 files a folder, 50 folders a folder: `teams/0/12/34`. */
function filePath(index: number): string {
  const folder = Math.floor(index / WIDTH);
  return `teams/${Math.floor(folder / WIDTH)}/${folder % WIDTH}/file-${index % WIDTH}.yaml`;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** Some text of a manifest's size that compresses like one. */
const content = (index: number, version: number): string =>
  `index: ${index}\nversion: ${version}\n${`key-${index % 97}: value\n`.repeat(40)}`;

function* commitStream({ files, commits }: RepositorySize, packages: ReadonlyMap<string, string>): Generator<string> {
  const who = 'A Person <person@example.org>';
  yield `reset refs/heads/main\ncommit refs/heads/main\nmark :1\ncommitter ${who} 1700000000 +0000\n${data('Begin')}`;
  for (let index = 0; index < files; index++) yield `M 100644 inline ${filePath(index)}\n${data(content(index, 0))}`;
  for (const [path, text] of packages) yield `M 100644 inline ${path}\n${data(text)}`;
  for (let commit = 1; commit < commits; commit++) {
    // Spread over the tree by a step that shares no factor with any number of files here.
    const index = (commit * 7_919) % files;
    yield `commit refs/heads/main\ncommitter ${who} ${1_700_000_000 + commit * 60} +0000\n${data(`Change ${commit}`)}`;
    yield `M 100644 inline ${filePath(index)}\n${data(content(index, commit))}`;
  }
  yield 'done\n';
}

/**
 * Fills an empty bare repository with files that have nothing to do with StackSets, over so many commits of one changed file, and the given
 * packages (text by path) since the first commit. 100,000 files and 10,000 commits take half a minute.
 */
export async function fillRepository(folder: string, size: RepositorySize, packages: ReadonlyMap<string, string>): Promise<void> {
  await execa('git', ['fast-import', '--quiet', '--done'], { cwd: folder, stdin: commitStream(size, packages) });
  // As a server keeps it: packed, with a graph of the commits.
  await execa('git', ['repack', '-a', '-d', '--quiet', '--write-bitmap-index'], { cwd: folder });
  await execa('git', ['commit-graph', 'write', '--reachable', '--changed-paths'], { cwd: folder });
}
