import { hasErrors } from '../../core/model/problem.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../../core/model/render-config.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { readRenderConfig } from '../../core/schema/read-render-config.ts';
import type { KrmObject } from './item.ts';
import { about, type ItemProblem, itemError } from './item-problem.ts';
import { folderOf, placementOf } from './placement.ts';

/** The rules for the StackSets of a list: those of the functionConfig for all, else those of the nearest RenderConfig. */
export interface Settings {
  readonly problems: readonly ItemProblem[];
  /** @param folder undefined for an item without a file; undefined is returned where the RenderConfig has errors */
  readonly of: (folder: string | undefined) => RenderConfig | undefined;
}

/** @param functionConfig a RenderConfig, a ConfigMap or a StackSet, which holds no settings */
export function readSettings(items: readonly KrmObject[], functionConfig: KrmObject | undefined): Settings {
  if (functionConfig && holdsSettings(functionConfig)) {
    const { config, problems } = readRenderConfig(functionConfig);
    return { problems: about(functionConfig, problems), of: () => (hasErrors(problems) ? undefined : config) };
  }
  const found = new Map<string | undefined, KrmObject>();
  const problems: ItemProblem[] = [];
  for (const item of items.filter(({ kind }) => kind === 'RenderConfig')) {
    const folder = folderOfItem(item);
    const first = found.get(folder);
    if (first) problems.push(ambiguous(item, first));
    else found.set(folder, item);
  }
  const configs = new Map([...found].map(([folder, item]) => [folder, readItem(item, problems)]));
  return { problems, of: (folder) => nearest(configs, folder) };
}

/** What `kpt fn eval` sends without arguments is a ConfigMap that says nothing. */
function holdsSettings(functionConfig: KrmObject): boolean {
  if (functionConfig.kind === 'ConfigMap') return Object.keys(fieldAt(functionConfig, ['data']) ?? {}).length > 0;
  return functionConfig.kind !== 'StackSet';
}

function readItem(item: KrmObject, problems: ItemProblem[]): RenderConfig | undefined {
  const read = readRenderConfig(item);
  problems.push(...about(item, read.problems));
  return hasErrors(read.problems) ? undefined : read.config;
}

function nearest(configs: ReadonlyMap<string | undefined, RenderConfig | undefined>, folder: string | undefined): RenderConfig | undefined {
  if (configs.has(folder)) return configs.get(folder);
  return folder ? nearest(configs, folderOf(folder)) : DEFAULT_RENDER_CONFIG;
}

const folderOfItem = (item: KrmObject): string | undefined => {
  const placement = placementOf(item);
  return placement && folderOf(placement.path);
};

const ambiguous = (item: KrmObject, first: KrmObject): ItemProblem =>
  itemError(
    item,
    'RenderConfigAmbiguous',
    `there is another RenderConfig in this folder, ${placementOf(first)?.path ?? first.metadata?.name}`,
    'Keep one of them.',
  );
