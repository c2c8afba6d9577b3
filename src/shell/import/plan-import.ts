import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalJson } from '../../core/model/canonical-json.ts';
import { hasErrors } from '../../core/model/problem.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../../core/model/render-config.ts';
import { groupStackSets, type LiveStackSet } from '../kubernetes/group-stack-sets.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { readDump } from '../kubernetes/read-dump.ts';
import { fileProblem } from '../package/file-problem.ts';
import type { RenderedPackage } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { CONFIG_FILE, importConfig } from './import-config.ts';
import type { ImportOptions, ImportPlan } from './import-plan.ts';
import { repeatedObject } from './import-problems.ts';
import { type ImportedStackSet, importStackSet } from './import-stack-set.ts';
import { remainderOf } from './left-out.ts';
import { LiveChildren } from './live-children.ts';
import { type PackageFile, packageFiles, STACKSET_FILE } from './package-files.ts';

/**
 * Plans packages for the StackSets of a dump, so that their first apply changes nothing: reads, checks and renders, and writes nothing.
 * The same objects give the same bytes in whatever order the dump has them. Never throws for what a dump holds.
 */
export function planImport(options: ImportOptions): ImportPlan {
  const dump = readDump(options.dump, options.file);
  const { objects, repeated } = distinctObjects(dump.objects);
  const { config, text, ...found } = importConfig(options, objects);
  const problems = [...dump.problems, ...repeated.map(repeatedObject), ...found.problems];
  if (!config) return { changes: [], packages: [], config: DEFAULT_RENDER_CONFIG, leftOut: [], unrelated: new Map(), problems };
  const live = new LiveObjects(objects);
  const children = new LiveChildren(live);
  const grouped = groupStackSets(live, config.controllerId);
  const root = resolve(options.workingDirectory, options.output);
  const imported = grouped.stackSets.map((stackSet) =>
    importStackSet(stackSet, { live, children }, config, folderOf(stackSet, grouped.stackSets, root)),
  );
  const packages = imported.map((stackSet) => ({ stackSet, files: packageFiles(stackSet) }));
  const files = [...packages.flatMap((each) => each.files), { path: join(root, CONFIG_FILE), text, generated: false }];
  const all: readonly LocatedProblem[] = [
    ...problems,
    ...grouped.invalid.flatMap((refused) => refused.problems),
    ...imported.flatMap((stackSet) => stackSet.problems),
    ...(imported.length === 0 && grouped.invalid.length === 0 ? [nothingToImport(options, config)] : []),
    ...filesThere(files, options),
  ];
  const remainder = remainderOf({ live, children }, grouped, imported);
  return {
    ...remainder,
    changes: hasErrors(all) ? [] : files.map((file) => newFile(file, options.workingDirectory)),
    packages: packages.map((each) => packageOf(each.stackSet, each.files, options.workingDirectory)),
    config,
    leftOut: [...imported.flatMap(({ leftOut }) => leftOut), ...remainder.leftOut],
    problems: all,
  };
}

/** One StackSet is the package that was asked for; several lie below, where no names can meet. */
function folderOf({ stackSet: { metadata } }: LiveStackSet, all: readonly LiveStackSet[], root: string): string {
  return all.length === 1 ? root : join(root, metadata.namespace ?? '', metadata.name);
}

interface DistinctObjects {
  /** By kind, namespace and name. */
  readonly objects: readonly LiveObject[];
  readonly repeated: readonly LiveObject[];
}

/** A dump of overlapping selections holds objects twice, which is no harm where both say the same. */
function distinctObjects(objects: readonly LiveObject[]): DistinctObjects {
  const byKey = new Map<string, Map<string, LiveObject>>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const key = [kind, apiVersion.replace(/\/?[^/]*$/, ''), metadata.namespace ?? '', metadata.name].join('\n');
    byKey.set(key, (byKey.get(key) ?? new Map()).set(canonicalJson(object), object));
  }
  const groups = [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => [...group.values()]);
  return { objects: groups.flatMap(([first]) => first ?? []), repeated: groups.flatMap(([, second]) => second ?? []) };
}

const newFile = ({ path, text }: PackageFile, workingDirectory: string): ImportPlan['changes'][number] => ({
  action: 'create',
  path: pathsFrom(workingDirectory)(path),
  before: '',
  after: text,
});

function packageOf(imported: ImportedStackSet, files: readonly PackageFile[], workingDirectory: string): RenderedPackage {
  const { name, namespace } = imported.stackSet.metadata;
  return {
    file: pathsFrom(workingDirectory)(join(imported.folder, STACKSET_FILE)),
    ...(namespace !== undefined && { namespace }),
    stackSet: name,
    output: pathsFrom(workingDirectory)(imported.output),
    stacks: imported.stacks.map(({ plan }) => plan),
    files: files
      .filter(({ generated }) => generated)
      .map(({ path }) => path)
      .map(pathsFrom(workingDirectory)),
  };
}

function nothingToImport({ file }: ImportOptions, { controllerId }: RenderConfig): LocatedProblem {
  const whose = controllerId === '' ? 'without a controller annotation' : `of the controller ${controllerId}`;
  return fileProblem(
    file,
    'error',
    'NoStackSetInDump',
    `the dump holds no StackSet ${whose}`,
    'Take the dump with `kubectl get stacksets,stacks,… -o json`; settings with another `controllerId` import those of another controller.',
  );
}

/** Files named in a message; the rest is counted. */
const MOST_FILES = 3;

function filesThere(files: readonly PackageFile[], { output, workingDirectory }: ImportOptions): readonly LocatedProblem[] {
  const there = files
    .filter(({ path }) => existsSync(path))
    .map(({ path }) => path)
    .map(pathsFrom(workingDirectory));
  if (there.length === 0) return [];
  const rest = there.length > MOST_FILES ? ` and ${there.length - MOST_FILES} more` : '';
  const message = `there is already ${there.slice(0, MOST_FILES).join(', ')}${rest}, and an import overwrites nothing`;
  return [fileProblem(output, 'error', 'FileExists', message, 'Import into another folder, or remove what an earlier import wrote.')];
}
