/** A folder's entries: a file is a note about it, a folder its entries. */
export interface Tree {
  readonly [name: string]: Tree | string;
}

/** Lines as `tree` draws them; notes are aligned behind the names. */
export function formatTree(tree: Tree): readonly string[] {
  const lines = draw(tree, '');
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  return lines.map(({ name, note }) => `${name.padEnd(width)}  ${note}`.trimEnd());
}

interface Line {
  readonly name: string;
  readonly note: string;
}

function draw(tree: Tree, indent: string): readonly Line[] {
  const entries = Object.entries(tree);
  return entries.flatMap(([name, entry], index): readonly Line[] => {
    const isLast = index === entries.length - 1;
    const branch = `${indent}${isLast ? '└── ' : '├── '}${name}`;
    if (typeof entry === 'string') return [{ name: branch, note: entry }];
    return [{ name: `${branch}/`, note: '' }, ...draw(entry, `${indent}${isLast ? '    ' : '│   '}`)];
  });
}
