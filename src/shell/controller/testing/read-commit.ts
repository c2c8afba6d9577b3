import { execa } from 'execa';

/** All files of a commit, by path. */
export async function readCommit(folder: string, commit: string): Promise<ReadonlyMap<string, string>> {
  const { stdout: list } = await execa('git', ['ls-tree', '-r', '-z', '--full-tree', commit], { cwd: folder });
  const entries = list
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => ({ oid: line.slice(line.indexOf('\t') - 40, line.indexOf('\t')), path: line.slice(line.indexOf('\t') + 1) }));
  const input = entries.map(({ oid }) => `${oid}\n`).join('');
  const { stdout } = await execa('git', ['cat-file', '--batch'], { cwd: folder, input, encoding: 'buffer' });
  const contents = Buffer.from(stdout);
  const files = new Map<string, string>();
  let at = 0;
  for (const { path } of entries) {
    const end = contents.indexOf('\n', at);
    const size = Number(contents.toString('utf8', at, end).split(' ')[2]);
    files.set(path, contents.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return files;
}
