import { MemoryTree } from '../../src/shell/files/memory-tree.ts';
import { planPackageRender } from '../../src/shell/package/plan-render.ts';
import { exampleStackSet } from '../example-stack-set.ts';

const CONFIG = `apiVersion: stackset-gitops.dev/v1alpha1
kind: RenderConfig
metadata: {name: bench}
spec: {clusterDomains: [cluster.example.org]}
`;
/** No stack is scaled down while something else is measured. */
const SCALEDOWN_SECONDS = 86_400;

/** What a person commits and renders: texts by path. */
export type Files = ReadonlyMap<string, string>;

export const SETTINGS: Files = new Map([['apps/render-config.yaml', CONFIG]]);
export const nameOf = (index: number): string => `shop-${String(index).padStart(4, '0')}`;
export const stackSetFile = (index: number): string => `apps/${nameOf(index)}/stackset.yaml`;

/** A StackSet whose version is to be `version`, and all the traffic at `asked`. */
export const stackSetText = (index: number, version: number, asked: number): string =>
  exampleStackSet(index, `v${version}`)
    .replace('spec:\n', `spec:\n  traffic:\n  - {stackName: ${nameOf(index)}-v${asked}, weight: 100}\n`)
    .replace('scaledownTTLSeconds: 300', `scaledownTTLSeconds: ${SCALEDOWN_SECONDS}`);

/** A package after so many versions, which were deployed one after another, with all the traffic at the last but one. */
export function renderPackage(index: number, versions: number): Files {
  let tree = MemoryTree.of(SETTINGS);
  for (let version = 1; version <= versions; version++) {
    tree = tree.with([[stackSetFile(index), stackSetText(index, version, versions - 1)]]);
    const options = { files: tree, folder: `apps/${nameOf(index)}`, workingDirectory: '/', allowRemoval: false };
    const { changes, problems } = planPackageRender(options);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    tree = tree.with(changes.map((change) => [change.path, change.action === 'remove' ? undefined : change.after]));
  }
  return new Map(filesBelow(tree, `/apps/${nameOf(index)}`).map((path) => [path.slice(1), textAt(tree, path)]));
}

function filesBelow(tree: MemoryTree, folder: string): readonly string[] {
  return tree.list(folder).flatMap(({ name, kind }) => (kind === 'folder' ? filesBelow(tree, `${folder}/${name}`) : [`${folder}/${name}`]));
}

const textAt = (tree: MemoryTree, path: string): string => String(tree.read(path, Number.POSITIVE_INFINITY));
